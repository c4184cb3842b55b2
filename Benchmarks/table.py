"""Prints what run.sh has measured as Markdown tables: table.py DIRECTORY VERSION"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median


def rows(title, heads, lines):
    print(f"\n### {title}\n")
    print("| " + " | ".join(heads) + " |")
    print("|---" + "|--:" * (len(heads) - 1) + "|")
    for line in lines:
        print("| " + " | ".join(str(cell) for cell in line) + " |")


def verdict(value, limit, at_least=False):
    met = value >= limit if at_least else value <= limit
    return ("at least " if at_least else "at most ") + f"{limit:g}" + (", met" if met else ", **missed**")


def programs(work):
    found = {}
    for file in sorted(work.glob("programs.*.json")):
        for result in json.loads(file.read_text())["results"]:
            found.setdefault(result["command"], []).append(result)
    wall = {name: median(t for r in results for t in r["times"]) * 1000 for name, results in found.items()}
    cpu = {name: median(r["user"] + r["system"] for r in results) * 1000 for name, results in found.items()}
    rows(
        "Start of the command line",
        ["", "wall, median", "CPU (user + sys)", "wall : curl", "CPU : curl", "goal"],
        [
            (
                "`devicestream show --name hub`",
                f"{wall['show']:.1f} ms",
                f"{cpu['show']:.1f} ms",
                f"{wall['show'] / wall['curl']:.2f}",
                f"{cpu['show'] / cpu['curl']:.2f}",
                "wall : curl " + verdict(wall["show"] / wall["curl"], 1.5),
            ),
            ("`curl`, same URL, token and CA", f"{wall['curl']:.1f} ms", f"{cpu['curl']:.1f} ms", "1", "1", ""),
            (
                "`devicestream --version`",
                f"{wall['version']:.1f} ms",
                f"{cpu['version']:.1f} ms",
                "",
                "",
                "wall, ms: " + verdict(wall["version"], 8),
            ),
        ],
    )


def requests(work):
    found = {}
    for name in ("devicestreamd", "nginx"):
        lines = [[float(cell) for cell in line.split()] for line in (work / f"requests.{name}").open()]
        if any(line[3] for line in lines):
            sys.exit(f"table.py: {name} answered some requests with an error")
        found[name] = {
            "rate": median(count / seconds for count, seconds, *_ in lines),
            "p99": median(p99 / 1000 for _, _, p99, *_ in lines),
            "cpu": median((after - before) / count * 1e6 for count, _, _, _, before, after in lines),
        }
    ours, theirs = found["devicestreamd"], found["nginx"]
    ratio = {key: ours[key] / theirs[key] for key in ours}
    rows(
        "`GET /v1/hubs/hub/deviceStreams` over TLS, 32 connections kept alive",
        ["", "requests/s", "p99", "CPU per request", "goal"],
        [
            ("devicestreamd", f"{ours['rate']:,.0f}", f"{ours['p99']:.1f} ms", f"{ours['cpu']:.0f} µs", ""),
            ("nginx, same JSON from a file", f"{theirs['rate']:,.0f}", f"{theirs['p99']:.1f} ms",
             f"{theirs['cpu']:.0f} µs", ""),
            ("ratio", f"{ratio['rate']:.2f}", f"{ratio['p99']:.2f}", f"{ratio['cpu']:.2f}",
             "requests/s " + verdict(ratio["rate"], 0.5, at_least=True)),
        ],
    )


NAMES = {
    "get": "get a device, at random",
    "list": f"list, page after page of 100",
    "prefix": "list with `prefix`, 100 at random",
    "tag": "list with `tag`, 100 of all",
    "create": "create a device",
}


def walks(work):
    found = [json.loads(line) for line in (work / "walks").open()]
    sizes = sorted({line["devices"] for line in found})
    at = {(line["kind"], line["devices"]): line for line in found}
    lines = []
    for kind, name in NAMES.items():
        small, large = at[kind, sizes[0]], at[kind, sizes[-1]]
        cells = [f"{at[kind, size]['p50']:.0f} / {at[kind, size]['cpu']:.0f} µs" for size in sizes]
        p50, cpu = large["p50"] / small["p50"], large["cpu"] / small["cpu"]
        lines.append((name, *cells, f"{p50:.2f} / {cpu:.2f}", verdict(max(p50, cpu), 1.5)))
    rows(
        "Devices: p50 of the time / server's CPU per request, one request after the other",
        ["", *(f"{size:,} devices" for size in sizes), f"{sizes[-1]:,} : {sizes[0]:,}", "goal"],
        lines,
    )


def imports(work):
    names = {
        "devicestream": "`devicestream device import`",
        "curl": "`curl` to `deviceImport`",
        "again": "`curl`, the same file again",
    }
    lines = []
    for line in (work / "imports").open():
        name, count, *times = line.split()
        count, (started, ended, before, after) = int(count), map(float, times)
        lines.append(
            (names[name], f"{count:,}", f"{count / (ended - started):,.0f}", f"{(after - before) / count * 1e6:.0f} µs")
        )
    rows("Import into a hub of its own", ["", "devices", "devices/s", "server's CPU per device"], lines)


def machine(version):
    def first(command):
        output = subprocess.run(command, capture_output=True, text=True, check=False)
        return (output.stdout + output.stderr).splitlines()[0].strip()

    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    print(f"Machine: {os.cpu_count()} cores of {model}, {gib:.0f} GiB; {system}, Linux {platform.release()}.")
    print(f"Programs: {version}; {' '.join(first(['curl', '--version']).split()[:2])}; "
          f"{first(['nginx', '-v']).partition(': ')[2]}.")


def main():
    work = Path(sys.argv[1])
    machine(sys.argv[2])
    for part in (programs, requests, walks, imports):
        part(work)


if __name__ == "__main__":
    main()
