"""Records to a real rsyslog, in all the ways that there are."""

import json
import tempfile

from checks import check, expect
from place import certificates, tracking_ids, wait_until
from syslogd import Rsyslog


def destination(syslog, kind, **members):
    return {"kind": "syslog", "host": "127.0.0.1", "port": syslog.ports[kind], "transport": kind} | members


def records(messages):
    return [json.loads(message["msg"].lstrip().removeprefix("\ufeff")) for message in messages]


def arrives(hub, syslog, kind):
    hub.put(f"syslog-{kind}", destination(syslog, kind, facility="local3"))
    result = hub.try_out(f"syslog-{kind}")
    expect(result["succeeded"], f"the sample was not sent: {result}")
    expected = hub.make_records(20)
    found = wait_until(
        lambda: syslog.messages(kind) if set(expected) <= set(tracking_ids(records(syslog.messages(kind)))) else None,
        f"all records arrive by {kind}",
    )
    ids = tracking_ids(records(found))
    expect([id for id in ids if id in expected] == expected, f"they arrive in another order: {ids}")
    message = next(one for one in found if expected[0] in one["msg"])
    expect(message["syslogfacility"] == "19", f"the facility is not local3: {message}")
    expect(message["app-name"] == "devicestream", f"another application: {message}")
    expect(message["msgid"] == "streamRequest", f"another message id: {message}")
    expect(message["hostname"] == hub.host, f"another host: {message}")
    record = records([message])[0]
    severity = {"Error": "3", "Warning": "4", "Information": "6"}[record["level"]]
    expect(message["syslogseverity"] == severity, f"another severity: {message}")
    element = message["structured-data"]
    expect(element.startswith("[devicestream@32473 ") and f'trackingId="{expected[0]}"' in element, f"no element: {element}")
    expect(f'sequence="{record["sequence"]}"' in element, f"another sequence: {element}")
    hub.remove(f"syslog-{kind}")


@check("rsyslog takes messages over UDP, TCP and TLS, and understands them", limit=120)
def three_ways(hub):
    with tempfile.TemporaryDirectory() as directory, Rsyslog(directory, *certificates(hub.directory)) as syslog:
        for kind in ("udp", "tcp", "tls"):
            arrives(hub, syslog, kind)


@check("a syslog server that was away gets what it missed", limit=120)
def comes_back(hub):
    with tempfile.TemporaryDirectory() as directory, Rsyslog(directory, *certificates(hub.directory)) as syslog:
        hub.put("syslog-tls", destination(syslog, "tls"))
        first = hub.make_records(1)
        wait_until(lambda: set(first) <= set(tracking_ids(records(syslog.messages("tls")))), "the first arrives")
        syslog.stop()
        expected = hub.make_records(10)
        wait_until(lambda: hub.delivery("syslog-tls").get("lastError"), "the failure is shown")
        syslog.start()
        # What was written to a connection that the server had closed is lost with it; everything else must come.
        wait_until(
            lambda: set(expected[1:]) <= set(tracking_ids(records(syslog.messages("tls")))),
            "what it missed arrives",
            limit=60,
        )
        hub.remove("syslog-tls")
