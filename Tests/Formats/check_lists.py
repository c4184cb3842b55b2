"""Forms for readers of lists: JSON, CSV, RSS, bare lines, and what all forms have in common over HTTP."""

import csv
import hashlib
import ipaddress
import json

from checks import check, expect
from lists import FORMATS, LONG, NOTES, run

URL = "/v1/hubs/hub/allowlist"


@check("REST and command line give every form, byte for byte the same, with tag and checksums", limit=120)
def forms(lists):
    tags = set()
    for form in FORMATS:
        reply = lists.hub.request("GET", f"{URL}?format={form}")
        expect(reply.status == 200, f"{form}: {reply}")
        if form != "json":
            expect(lists.text(form).encode() == reply.body, f"{form}: the command line writes something else")
        tags.add(reply.headers["etag"])
        expect(reply.headers["cache-control"] == "private, no-cache", f"{form}: {reply}")
        again = lists.hub.request("GET", f"{URL}?format={form}", headers={"If-None-Match": reply.headers["etag"]})
        expect(again.status == 304 and not again.body, f"{form}: {again}")
        name = reply.headers["content-disposition"].split('"')[1]
        for kind in ("md5", "sha256"):
            line = lists.hub.request("GET", f"{URL}.{kind}?format={form}")
            wanted = f"{hashlib.new(kind, reply.body).hexdigest()}  {name}\n"
            expect(line.status == 200 and line.body.decode() == wanted, f"{form}: {line}")
    expect(len(tags) == len(FORMATS), "two forms share a tag")
    run_ = lists.client.run("whitelist", "show", "-n", "hub", "--format", "names")
    expect(run_.returncode == 0 and run_.stdout.decode() == lists.text("names"), f"{run_}")


@check("sha256sum checks a downloaded list with its side file, and finds one changed byte")
def checksum(lists):
    reply = lists.hub.request("GET", f"{URL}?format=nftables")
    line = lists.hub.request("GET", f"{URL}.sha256?format=nftables").body.decode()
    file = lists.file(reply.body.decode(), line.split()[1])
    side = lists.file(line, "side")
    expect(run("sha256sum", "--check", side, cwd=file.parent).returncode == 0, "the sum does not fit")
    file.write_bytes(reply.body[:-1] + b"x")
    expect(run("sha256sum", "--check", side, cwd=file.parent).returncode != 0, "a changed byte was not found")


@check("CSV has a row a record, whatever the notes hold")
def rows(lists):
    records = json.loads(lists.text("json"))["value"]
    table = list(csv.DictReader(lists.text("csv").splitlines(keepends=True)))
    expect([row["id"] for row in table] == [str(record["id"]) for record in records], f"{table}")
    for row, record in zip(table, records):
        expect(None not in row and row["tcpPorts"] == record["tcpPorts"], f"{row}")
        expect(row["urls"].split(" ") == record["urls"], f"{row}")
        if record.get("notes") == NOTES:
            # A leading quotation mark is text to every spreadsheet; the line breaks are shown as what they are.
            expect(row["notes"] == NOTES.replace("\n", "\\n"), f"{row}")


@check("a feed reader finds an entry a change, and a broken feed is told")
def feed(lists):
    import feedparser

    text = lists.text("rss")
    parsed = feedparser.parse(text)
    expect(not parsed.bozo, f"the feed is not well formed: {parsed.get('bozo_exception')}")
    changes = lists.v1("GET", f"{URL}/changes")["value"]
    expect(len(parsed.entries) == len(changes) >= 4, f"{len(parsed.entries)} entries")
    expect([entry.category for entry in parsed.entries] == [change["disposition"] for change in reversed(changes)], text)
    expect(all(entry.published_parsed for entry in parsed.entries), "an entry has no date")
    expect(len({entry.id for entry in parsed.entries}) == len(parsed.entries), "two entries have one id")
    expect(parsed.entries[-1].title.startswith(f"Add: {lists.hub.host} port {lists.port}, effective "), text)
    expect(feedparser.parse(text.replace("</item>", "", 1)).bozo, "a broken feed was taken")


@check("changes tell what happened since a version, and nothing since the last")
def changes(lists):
    all_ = lists.v1("GET", f"{URL}/changes")
    last = lists.v1("GET", f"{URL}/version")["version"]
    expect(all_["version"] == last and all_["value"], f"{all_}")
    expect(lists.v1("GET", f"{URL}/changes?since={last}")["value"] == [], "something changed after the last version")
    first = all_["value"][0]["version"]
    later = lists.v1("GET", f"{URL}/changes?since={first}")["value"]
    expect(later == [change for change in all_["value"] if change["version"] > first], f"{later}")
    for change in all_["value"]:
        kinds = {"Add": {"current"}, "Remove": {"previous"}, "Change": {"previous", "current"}}[change["disposition"]]
        expect({"previous", "current"} & change.keys() == kinds, f"{change}")


@check("bare lists hold names, and ranges that are none within itself wrong")
def lines(lists):
    for name in ("hub", LONG):
        hosts = lists.hosts(name)
        for form in ("names", "edl-domain"):
            expect(lists.text(form, name).splitlines() == sorted(hosts), f"{form}: {lists.text(form, name)}")
        urls = lists.text("edl-url", name).splitlines()
        expect({url.split("/")[0].split(":")[0] for url in urls} == set(hosts), f"{urls}")
        expect(all(url.endswith("/") and "://" not in url for url in urls), f"{urls}")
        ranges = [ipaddress.ip_network(line) for line in lists.text("edl-ip", name).splitlines()]
        expect({"192.0.2.20/32", "198.51.100.0/24", "2001:db8::20/128"} <= {str(range_) for range_ in ranges}, f"{ranges}")


@check("a name that does not resolve is an error that names it, and no rule")
def unresolved(lists):
    lists.v1("POST", "/v1/hubs", {"name": "nowhere"})
    try:
        if not lists.has_namespace:
            # Every name below .localhost resolves.
            return "only forms of names were asked for"
        for form in FORMATS:
            reply = lists.hub.request("GET", f"/v1/hubs/nowhere/allowlist?format={form}")
            if form in ("edl-ip", "nftables", "iptables", "ipset", "ufw", "firewalld", "kubernetes", "windows"):
                expect(reply.status == 503 and reply.json["error"]["code"] == "NameNotResolved", f"{form}: {reply}")
                expect("'nowhere.formats.test'" in reply.json["error"]["message"], f"{form}: {reply}")
            else:
                expect(reply.status == 200 and b"nowhere." in reply.body, f"{form}: {reply}")
        shown = lists.client.run("allowlist", "show", "-n", "nowhere", "--format", "nftables")
        expect(shown.returncode == 1 and not shown.stdout and b"nowhere.formats.test" in shown.stderr, f"{shown}")
    finally:
        lists.hub.request("DELETE", "/v1/hubs/nowhere", headers={"If-Match": "*"})
