"""Each command that the portal gives is run: it does the same."""

import json

from browser import client, complaints, find, find_all, labelled, open_tab, press, sign_in, wait
from checks import check, expect
from paired import paired


def command(driver, label, line):
    given = press(driver, f"Copy the command{label}", says=f"Copied {line}")
    expect(given == line, f"{given} instead of {line}")
    return given


def rows(driver, caption):
    return json.loads(press(driver, f"Copy the table {caption} as JSON", says="Copied the JSON"))


@check("the command of each table shows what the table shows")
def tables(hub):
    hub.create_device("press-07")
    hub.request("POST", f"/v1/hubs/{hub.name}/devices/press-07/streams", {})
    driver = sign_in(hub)
    try:
        name = f"--name {hub.name}"
        for label in ("", " for endpoints"):
            shown = json.loads(client(hub, command(driver, label, f"devicestream show {name}")))
            expect(shown == hub.api("GET", "/deviceStreams"), f"{shown}")
        expect([shown["streamingEndpoints"][0]] == [find(driver, "td[data-title=URL] code").text], "another endpoint")
        listed = json.loads(client(hub, command(driver, " for the allowlist", f"devicestream allowlist show {name}")))
        expect(listed["version"] == find(driver, "#version").text, f"{listed}")
        for title, caption, line, is_same in (
            ("Devices", "Devices", f"devicestream device list {name}", lambda one, other: one == other),
            ("Diagnostic settings", "Diagnostic settings", f"devicestream diagnostic-setting list {name}", lambda one, other: one == other),
            ("Logs", "Records", f"devicestream log list {name}", lambda one, other: one == other[: len(one)]),
        ):
            open_tab(driver, title)
            wait(driver, lambda: find_all(driver, "main tbody tr"))
            told = json.loads(client(hub, command(driver, f" for {caption}", line)))
            expect(told and is_same(rows(driver, caption), told), f"{title}: {told} instead of {rows(driver, caption)}")
        find(driver, "nav").find_element("link text", "Limits").click()
        wait(driver, lambda: find_all(driver, "#limits input"))
        told = json.loads(client(hub, command(driver, " for limits", f"devicestream hub show {name} --query properties.limits")))
        expect(told == json.loads(press(driver, "Copy the limits as JSON", says="Copied the JSON")), f"{told}")
        lines = press(driver, "Copy the limits", says="Copied the limits").splitlines()
        expect(f"concurrentStreams\t{told['concurrentStreams']}" in lines and "perDevice.bytesPerDay\tno limit" in lines, f"{lines}")
        expect(complaints(driver) == [], "complaints")
    finally:
        hub.delete_device("press-07")


@check("the commands for live streams, for recent ones, for a live log and for a record show them")
def followed(hub):
    driver = sign_in(hub)
    name = f"--name {hub.name}"
    with paired(hub, "press-07") as pairing:
        open_tab(driver, "Streams")
        with pairing.stream(reason="Ticket 4711") as (service, _):
            wait(driver, lambda: "established" in find(driver, "#live").text)
            line = command(driver, " for Live streams", f"devicestream stream watch {name} --output table")
            told = client(hub, f"{line} --top 1")
            expect("established  press-07  TestStream" in told and "Ticket 4711" in told, told)
            service.close()
        wait(driver, lambda: "No stream is open" in find(driver, "#live").text)
        told = json.loads(client(hub, command(driver, " for Recent streams", f"devicestream stream list {name} --state ended")))
        shown = rows(driver, "Recent streams")
        expect(told[: len(shown)] == shown and shown[0]["reason"] == "Ticket 4711", f"{told[:1]} instead of {shown[:1]}")
        labelled(driver, f"Records of the stream {shown[0]['streamId']}").click()
        wait(driver, lambda: len(find_all(driver, "#logs tbody tr")) == 2)
        find(driver, "#live").click()
        tracking = shown[0]["trackingId"]
        line = command(driver, " for Records", f"devicestream log tail {name} --tracking-id={tracking}")
        wait(driver, lambda: len(find_all(driver, "#logs tbody tr")) == 2)
        # A tail that begins in the past ends after both.
        told = [json.loads(one) for one in client(hub, f"{line} --from 1h --top 2").splitlines()]
        expect([one["sequence"] for one in told] == [one["sequence"] for one in rows(driver, "Records")][::-1], f"{told}")
        labelled(driver, f"Open the record {told[0]['sequence']}").click()
        line = command(driver, f" for the record {told[0]['sequence']}", f"devicestream log show {told[0]['sequence']} {name}")
        expect(json.loads(client(hub, line))["properties"]["trackingId"] == tracking, line)
    expect(complaints(driver) == [], "complaints")
