"""Packet filters of Linux: each reads its form, reads it again, and refuses a broken one."""

import json
import shutil
from pathlib import Path

from checks import check, expect
from lists import accepted, broken, needs, needs_namespace, needs_readable, refused, run, scratch


@check("nft takes the file, twice, and refuses a broken one")
@needs("nft", "unshare")
@needs_namespace
def nftables(lists):
    for name, text in lists.both("nftables"):
        file = lists.file(text, "list.nft")
        accepted(run("nft", "-c", "-f", file, alone=True), f"nft -c of {name}")
        # Again over itself: elements are replaced, rules are not doubled.
        loaded = run("sh", "-c", 'nft -f "$0" && nft -f "$0" && nft -j list ruleset', file, alone=True)
        accepted(loaded, f"nft -f of {name}")
        things = json.loads(loaded.stdout)["nftables"]
        rules = [thing["rule"] for thing in things if "rule" in thing]
        expect(len(rules) == 4, f"{len(rules)} rules of {name}")
        expect([thing["table"]["name"] for thing in things if "table" in thing] == ["filter"], f"{things}")
        expect([thing["chain"]["name"] for thing in things if "chain" in thing] == [rules[0]["chain"]], f"{things}")
        sets = {thing["set"]["name"]: thing["set"].get("elem", []) for thing in things if "set" in thing}
        expect(len(sets) == 4 and all(sets.values()), f"{sets}")
        for old, new in ((" accept ", " acept "), ("192.0.2.20/32", "192.0.2.256/32"), ("tcp dport 8443", "tcp dport x8443")):
            file.write_text(broken(text, old, new))
            refused(run("nft", "-c", "-f", file, alone=True), f"nft with '{new}'")


@check("iptables-restore and ip6tables-restore take one file, each its own half of it")
@needs("iptables-restore", "ip6tables-restore", "unshare")
@needs_namespace
def iptables(lists):
    for name, text in lists.both("iptables"):
        file = lists.file(text, "list.rules")
        for tool, count in (("iptables", text.count("\n-4 ")), ("ip6tables", text.count("\n-6 "))):
            accepted(run(f"{tool}-restore", "--test", file, alone=True), f"{tool}-restore --test of {name}")
            command = f'{tool}-restore --noflush "$0" && {tool}-restore --noflush "$0" && {tool}-save'
            loaded = run("sh", "-c", command, file, alone=True)
            accepted(loaded, f"{tool}-restore of {name}")
            expect(loaded.stdout.count(" -j ACCEPT\n") == count > 2, f"{name}: {loaded.stdout}")
            expect(":INPUT ACCEPT" in loaded.stdout, f"{name}: {loaded.stdout}")
        for tool, old, new in (
            ("iptables", "--dport 8443", "--dprt 8443"), ("iptables", "COMMIT", ""), ("iptables", "192.0.2.20", "192.0.2.256"),
            ("ip6tables", "2001:db8::20", "2001:db8:::20"),
        ):
            file.write_text(broken(text, old, new))
            refused(run(f"{tool}-restore", "--test", file, alone=True), f"{tool}-restore with '{new}' for '{old}'")


@check("an endpoint that is announced before it is in DNS takes no rule away from the others")
@needs("nft", "iptables-restore", "ip6tables-restore", "unshare")
@needs_namespace
def announced(lists):
    lists.v1("POST", "/v1/hubs", {"name": "early", "properties": {"ips": ["192.0.2.30", "2001:db8::30"]}})
    try:
        first = lists.v1("GET", "/v1/hubs/early/endpoints")["value"][0]["id"]
        lists.v1("PATCH", f"/v1/hubs/early/endpoints/{first}", {"ips": ["192.0.2.31"]})
        lists.v1("POST", "/v1/hubs/early/endpoints", {"stamp": "local-009"})
        for form in ("edl-ip", "nftables", "iptables", "ipset", "ufw", "firewalld", "kubernetes", "windows"):
            text = lists.text(form, "early")
            expect("192.0.2.30/32" in text and "192.0.2.31/32" in text, f"{form}: {text}")
            expect(text.count("local-009") == (0 if form == "edl-ip" else 1), f"{form}: {text}")
            expect(("NO RULES" in text) == (form != "edl-ip"), f"{form}: {text}")
        accepted(run("nft", "-c", "-f", lists.file(lists.text("nftables", "early"), "early.nft"), alone=True), "nft -c")
        rules = lists.file(lists.text("iptables", "early"), "early.rules")
        for tool in ("iptables", "ip6tables"):
            accepted(run(f"{tool}-restore", "--test", rules, alone=True), f"{tool}-restore --test")
    finally:
        lists.hub.request("DELETE", "/v1/hubs/early", headers={"If-Match": "*"})


@check("ipset restores the sets, twice, and refuses a broken file")
@needs("ipset", "unshare")
@needs_namespace
def ipset(lists):
    for name, text in lists.both("ipset"):
        file = lists.file(text, "list.conf")
        command = 'ipset -exist restore <"$0" && ipset -exist restore <"$0" && ipset list -o save'
        loaded = run("sh", "-c", command, file, alone=True)
        accepted(loaded, f"ipset restore of {name}")
        expect(loaded.stdout.count("create ") == 4, f"{loaded.stdout}")
        expect(loaded.stdout.count("add ") == text.count("\nadd "), f"{loaded.stdout}")
        for old, new in (("192.0.2.20/32", "192.0.2.20/33"), ("family inet\n", "family inetx\n")):
            file.write_text(broken(text, old, new))
            refused(run("sh", "-c", 'ipset -exist restore <"$0"', file, alone=True), f"ipset with '{new.strip()}'")


@check("dnsmasq takes the lines, whose sets are those of nftables and ipset")
@needs("dnsmasq")
def dnsmasq(lists):
    for name, text in lists.both("dnsmasq"):
        file = lists.file(text, "list.conf")
        accepted(run("dnsmasq", "--test", "-C", file), f"dnsmasq --test of {name}")
        named = {set_ for line in text.splitlines() if line.startswith("nftset=") for set_ in line.split("/")[2].split(",")}
        there = {line.split()[4] for line in lists.text("nftables", name).splitlines() if line.startswith("add set ")}
        expect({set_.split("#")[3] for set_ in named} == there, f"{named} and {there}")
        named = {set_ for line in text.splitlines() if line.startswith("ipset=") for set_ in line.split("/")[2].split(",")}
        there = {line.split()[1] for line in lists.text("ipset", name).splitlines() if line.startswith("create ")}
        expect(named == there, f"{named} and {there}")
        for old, new in (("nftset=/", "nftst=/"), (text.split("ipset=/")[1].split("/")[1].split("\n")[0], "")):
            file.write_text(broken(text, old, new))
            refused(run("dnsmasq", "--test", "-C", file), f"dnsmasq with '{new}' for '{old}'")


@check("ufw takes each command in a dry run, and refuses a broken one")
@needs("ufw", "unshare")
@needs_readable("/etc/ufw/user.rules")
@needs_namespace
def ufw(lists):
    with scratch() as directory:
        # The script says `ufw`; nothing may be changed.
        shim = Path(directory) / "ufw"
        shim.write_text('#!/bin/sh\nexec /usr/sbin/ufw --dry-run "$@"\n')
        shim.chmod(0o755)
        path = {"PATH": f"{directory}:/usr/sbin:/usr/bin:/sbin:/bin"}
        for name, text in lists.both("ufw"):
            file = lists.file(text, "list.sh")
            done = run("sh", file, alone=True, env=path)
            accepted(done, f"ufw --dry-run of {name}")
            expect("ERROR" not in done.stderr, f"{done}")
            expect(done.stdout.count("-A ufw-user-output ") + done.stdout.count("-A ufw6-user-output ") >= 6, f"{done.stdout}")
            for old, new in (("to 192.0.2.20/32", "to host.example.com"), ("proto tcp", "proto tpc")):
                file.write_text(broken(text, old, new))
                refused(run("sh", file, alone=True, env=path), f"ufw with '{new}'")


@check("firewalld takes the policy, and warns of a broken one")
@needs("firewall-offline-cmd")
@needs_readable("/etc/firewalld")
def firewalld(lists):
    for name, text in lists.both("firewalld"):
        with scratch() as directory:
            shutil.copytree("/etc/firewalld", directory, dirs_exist_ok=True)
            policy = text.split("/etc/firewalld/policies/")[1].split(".xml")[0]
            file = Path(directory) / "policies" / f"{policy}.xml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)

            def offline(*words):
                return run("firewall-offline-cmd", "--system-config", directory, *words)

            done = offline("--check-config")
            accepted(done, f"firewall-offline-cmd --check-config of {name}")
            expect("WARNING" not in done.stderr and "ERROR" not in done.stderr, f"{done}")
            # The check passes over a file that it cannot read.
            rules = offline(f"--policy={policy}", "--list-rich-rules")
            accepted(rules, f"the rules of {name}")
            expect(len(rules.stdout.splitlines()) == text.count("<rule ") > 4, f"{rules}")
            for old, new in (("192.0.2.20/32", "192.0.2.256/32"), ('protocol="tcp"', 'protocol="tpc"'), ("</rule>", "")):
                file.write_text(broken(text, old, new))
                done = offline("--check-config")
                expect(done.returncode != 0 or "INVALID" in done.stderr or "ERROR" in done.stderr or "WARNING" in done.stderr,
                       f"'{new}' was taken: {done}")
