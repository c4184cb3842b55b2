"""Proxies: squid and haproxy read their forms, and a PAC file is asked about URLs."""

from checks import check, expect
from lists import accepted, broken, needs, refused, run


def squid_configuration(lists, include, port, directory):
    """A squid that lets through what the list says and nothing else."""
    return lists.file(
        f"include {include}\nhttp_access deny all\nhttp_port {port}\npid_filename {directory}/squid.pid\n"
        f"access_log stdio:{directory}/access.log\ncache_log {directory}/cache.log\ncoredump_dir {directory}\n"
        "shutdown_lifetime 0 seconds\nvisible_hostname proxy.test\npinger_enable off\nnetdb_filename none\n"
        # Its own names come from the file that the checks give this namespace.
        "dns_nameservers 127.0.0.1\nhosts_file /etc/hosts\n",
        "squid.conf",
    )


@check("squid takes the rules, and refuses broken ones", limit=120)
@needs("squid")
def squid(lists):
    directory = lists.client.fresh_directory()
    for name, text in lists.both("squid"):
        file = lists.file(text, "list.conf")
        done = run("squid", "-k", "parse", "-f", squid_configuration(lists, file, 3128, directory))
        accepted(done, f"squid -k parse of {name}")
        for word in ("WARNING", "ERROR", "FATAL"):
            expect(word not in done.stderr, f"{name}: {done.stderr}")
        expect("http_access allow all" not in done.stderr, f"{name}: {done.stderr}")
        for old, new in ((" dstdomain ", " dstdomian "), ("_connect method", "_conect method"), ("http_access", "htp_access")):
            file.write_text(broken(text, old, new))
            done = run("squid", "-k", "parse", "-f", squid_configuration(lists, file, 3128, directory))
            expect(done.returncode != 0 or "ERROR" in done.stderr or "unrecognized" in done.stderr, f"'{new}': {done}")


@check("haproxy takes the forwarder, and refuses a broken one")
@needs("haproxy")
def haproxy(lists):
    for name, text in lists.both("haproxy"):
        file = lists.file(text, "list.cfg")
        done = run("haproxy", "-c", "-f", file)
        accepted(done, f"haproxy -c of {name}")
        # Without names of our own haproxy resolves none, and says so.
        quiet = "WARNING" not in done.stderr and "ALERT" not in done.stderr
        expect(quiet or not lists.has_namespace, f"{name}: {done.stderr}")
        expect(text.count("\n    server endpoint ") == 4, text)
        for old, new in (("req.ssl_sni", "req.ssl_nsi"), ("mode tcp", "mode tpc"), ("content reject", "content rejct")):
            file.write_text(broken(text, old, new))
            refused(run("haproxy", "-c", "-f", file), f"haproxy with '{new}'")


@check("a PAC file sends what is on the list out directly, and nothing else")
def pac(lists):
    import pacparser

    pacparser.init()
    try:
        for name, text in lists.both("pac"):
            pacparser.parse_pac_string(text)
            main, streaming, _ = lists.hosts(name)
            there = [
                (f"https://{main}:{lists.port}/", main), (f"wss://{streaming}:{lists.port}/bridges/x?y", streaming),
                (f"https://{main.upper()}:{lists.port}", main.upper()), (f"https://{main}:{lists.mqtt_port}/", main),
            ]
            others = [
                (f"https://{main}/", main), (f"http://{main}:{lists.port}/", main), ("https://example.com/", "example.com"),
                (f"https://x.{main}:{lists.port}/", f"x.{main}"), (f"https://{streaming}:{lists.mqtt_port}/", streaming),
                (f"https://example.com:{lists.port}/?https://{main}:{lists.port}/", "example.com"),
                ("https://constructor:443/", "constructor"),
            ]
            for url, host in there:
                expect(pacparser.find_proxy(url, host) == "DIRECT", f"{url}: {pacparser.find_proxy(url, host)}")
            for url, host in others:
                expect(pacparser.find_proxy(url, host).startswith("PROXY "), f"{url}: {pacparser.find_proxy(url, host)}")
        try:
            pacparser.parse_pac_string(broken(lists.text("pac"), "function Find", "funktion Find"))
        except Exception:  # The package raises no type of its own.
            return
        raise AssertionError("a broken PAC file was taken")
    finally:
        pacparser.cleanup()
