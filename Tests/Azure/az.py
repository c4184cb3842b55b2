"""azure-cli 2.76.0, unmodified, against a devicestreamd: az.py DIRECTORY OF OUR PROGRAMS, AZ.

scripts/check-az starts this; every check runs the program and looks at what it prints.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Peers"))

import checks  # noqa: E402
from arm import regions  # noqa: E402
from checks import Skipped, check, expect  # noqa: E402
from hub import Hub  # noqa: E402


class Run:
    """What a program printed."""

    def __init__(self, arguments, environment, status=0):
        done = subprocess.run(
            arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100
        )
        self.out, self.err = done.stdout, done.stderr
        shown = " ".join(arguments[1:6])
        expect(done.returncode == status, f"'{shown} …' ended with {done.returncode}: {self.out}\n{self.err}")
        expect("Traceback" not in self.err, f"'{shown} …': {self.err}")

    @property
    def json(self):
        return json.loads(self.out)


def az(hub, *arguments, status=0):
    return Run([hub.az, *arguments], hub.environment, status)


def devicestream(hub, *arguments):
    return Run([hub.cli, *arguments], os.environ | {"DEVICESTREAM_STATE_DIR": str(hub.state)})


@check("three stock commands: cloud, cloud set, login", limit=120)
def sign_in(hub):
    if not hub.resolves:
        raise Skipped("it needs names, and so a namespace of our own")
    client = devicestream(hub, "token", "create", "az", "--client", "--role", "owner").json
    expect(set(client) >= {"id", "clientSecret"} and "token" not in client, f"{sorted(client)}")
    origin = f"https://{hub.domain}" + ("" if hub.port == 443 else f":{hub.port}")
    az(hub, "cloud", "register", "-n", "local", "--endpoint-resource-manager", origin)
    az(hub, "cloud", "set", "-n", "local")
    login = ["login", "--service-principal", "-u", client["id"], "-p", client["clientSecret"], "--tenant", "adfs"]
    account = az(hub, *login).json
    expect(len(account) == 1 and account[0]["state"] == "Enabled", f"{account}")
    hub.subscription = account[0]["id"]
    hub.client = client["id"]


@check("a wrong secret is refused, and localhost is as good a name as any", limit=120)
def other_name(hub):
    # In a directory of its own: az takes the token of an earlier login without asking.
    environment = hub.environment | {"AZURE_CONFIG_DIR": hub.environment["AZURE_CONFIG_DIR"] + "-2"}
    client = devicestream(hub, "token", "create", "az", "--client", "--role", "reader").json
    here = f"https://localhost:{hub.port}"
    Run([hub.az, "cloud", "register", "-n", "here", "--endpoint-resource-manager", here], environment)
    Run([hub.az, "cloud", "set", "-n", "here"], environment)
    login = [hub.az, "login", "--service-principal", "-u", client["id"], "--tenant", "adfs", "-p"]
    run = Run([*login, client["clientSecret"][:-3] + "abc"], environment, status=1)
    expect("The client's id or secret is not one of this server" in run.err, run.err)
    Run([*login, client["clientSecret"]], environment)
    shown = Run([hub.az, "iot", "hub", "devicestream", "show", "-n", "hub"], environment).json
    expect(len(shown["streamingEndpoints"]) == 1, f"{shown}")
    run = Run([hub.az, "iot", "hub", "policy", "list", "--hub-name", "hub"], environment, status=1)
    expect("AuthorizationFailed" in run.err, run.err)


@check("devicestream show prints the same bytes as ours, found by name alone, in a group, and in a query")
def show(hub):
    ours = devicestream(hub, "show", "--name", "hub").out
    for arguments in (["--name", "hub"], ["-n", "HUB"], ["-n", "hub", "-g", "default"]):
        run = az(hub, "iot", "hub", "devicestream", "show", *arguments)
        expect(run.out == ours, f"{arguments}: {run.out!r}, not {ours!r}")
    url = az(hub, "iot", "hub", "devicestream", "show", "-n", "hub", "--query", "streamingEndpoints[0]", "-o", "tsv")
    expect(url.out == json.loads(ours)["streamingEndpoints"][0] + "\n", url.out)


@check("a hub that is not there ends with 1 by name, and with 3 in a group")
def unknown(hub):
    run = az(hub, "iot", "hub", "devicestream", "show", "--name", "none", status=1)
    expect("No IoT Hub found with name none in current subscription." in run.err, run.err)
    run = az(hub, "iot", "hub", "devicestream", "show", "--name", "none", "-g", "default", status=3)
    expect("(ResourceNotFound) The Resource 'Microsoft.Devices/IotHubs/none' under resource group" in run.err, run.err)
    expect(run.out == "", run.out)


@check("hubs are listed and shown", limit=120)
def hubs(hub):
    listed = az(hub, "iot", "hub", "list").json
    expect([one["name"] for one in listed] == ["hub"], f"{listed}")
    expect([one["name"] for one in az(hub, "iot", "hub", "list", "-g", "DEFAULT").json] == ["hub"], "in the group")
    for more in ([], ["-g", "default"]):
        shown = az(hub, "iot", "hub", "show", "-n", "hub", *more).json
        expect(shown["properties"]["hostName"] == hub.api("GET", "")["properties"]["hostName"], f"{shown}")
    table = az(hub, "iot", "hub", "list", "-o", "table").out
    expect("default" in table and "local" in table, table)


@check("policies are listed, and their connection strings are ours", limit=120)
def policies(hub):
    rules = {rule["keyName"]: rule for rule in az(hub, "iot", "hub", "policy", "list", "--hub-name", "hub").json}
    expect(set(rules) == {"iothubowner", "service", "device", "registryRead", "registryReadWrite"}, f"{set(rules)}")
    key = hub.api("GET", "/policies/service/keys")["primaryKey"]
    expect(rules["service"]["primaryKey"] == key, "the service's key")
    one = az(hub, "iot", "hub", "policy", "show", "--hub-name", "hub", "-n", "service").json
    expect(one == rules["service"], f"{one}")
    ours = hub.api("GET", "/policies/iothubowner/connectionString")["connectionString"]
    theirs = az(hub, "iot", "hub", "show-connection-string", "-n", "hub", "--policy-name", "iothubowner").json
    expect(ours in json.dumps(theirs), "the connection strings differ")


@check("a hub is created, tagged and deleted, in a group of its own", limit=240)
def life(hub):
    made = az(hub, "iot", "hub", "create", "-n", "second", "-g", "plant7", "-l", "local", "--sku", "S1").json
    try:
        expect((made["name"], made["location"]) == ("second", "local"), f"{made}")
        streams = az(hub, "iot", "hub", "devicestream", "show", "-n", "second").json["streamingEndpoints"]
        expect(len(streams) == 1 and streams[0].startswith("https://second.local-001.streams."), f"{streams}")
        tagged = az(hub, "iot", "hub", "update", "-n", "second", "-g", "plant7", "--tags", "site=berlin").json
        expect(tagged["tags"] == {"site": "berlin"}, f"{tagged['tags']}")
        native = hub.request("GET", "/v1/hubs/second").json
        expect((native["tags"], native["resourceGroup"]) == ({"site": "berlin"}, "plant7"), f"{native}")
        groups = {one["name"] for one in az(hub, "group", "list").json}
        expect(groups == {"default", "plant7"}, f"{groups}")
        expect(az(hub, "group", "exists", "-n", "plant7").json is True, "the group is not there")
    finally:
        az(hub, "iot", "hub", "delete", "-n", "second", "-g", "plant7")
    expect(hub.request("GET", "/v1/hubs/second").status == 404, "the hub is still there")
    expect(az(hub, "group", "exists", "-n", "plant7").json is False, "the group is still there")


@check("a hub takes the location of its group, and one without streams shows nothing", limit=180)
def quiet(hub):
    made = az(hub, "iot", "hub", "create", "-n", "second", "-g", "default").json
    expect(made["location"] == "local", f"{made['location']}")
    az(hub, "iot", "hub", "delete", "-n", "second")
    az(hub, "iot", "hub", "create", "-n", "third", "-g", "default", "-l", "quiet")
    run = az(hub, "iot", "hub", "devicestream", "show", "-n", "third")
    expect(run.out == "", run.out)
    az(hub, "iot", "hub", "delete", "-n", "third")


@check("counts, quotas, tiers and consumer groups", limit=120)
def facts(hub):
    hub.create_device("az-1")
    try:
        expect(az(hub, "iot", "hub", "show-stats", "-n", "hub").json["totalDeviceCount"] == 1, "the count")
        quotas = az(hub, "iot", "hub", "show-quota-metrics", "-n", "hub").json
        expect({one["name"]: one["currentValue"] for one in quotas} == {"TotalMessages": 0, "TotalDeviceCount": 1}, "")
    finally:
        hub.delete_device("az-1")
    expect([one["sku"]["name"] for one in az(hub, "iot", "hub", "list-skus", "-n", "hub").json] == ["S1"], "tiers")
    groups = az(hub, "iot", "hub", "consumer-group", "list", "--hub-name", "hub").json
    expect([one["name"] for one in groups] == ["$Default"], f"{groups}")


@check("az resource show and az rest see the hub", limit=120)
def generic(hub):
    kind = ["--resource-type", "Microsoft.Devices/IotHubs"]
    for more in ([], ["--api-version", "2023-06-30-preview"]):
        shown = az(hub, "resource", "show", "-g", "default", "-n", "hub", *kind, *more).json
        expect(len(shown["properties"]["deviceStreams"]["streamingEndpoints"]) == 1, f"{shown}")
    path = f"/subscriptions/{hub.subscription}/providers/Microsoft.Devices/IotHubs?api-version=2023-06-30"
    listed = az(hub, "rest", "--method", "get", "--url", path).json
    expect([one["name"] for one in listed["value"]] == ["hub"], f"{listed}")
    run = az(hub, "rest", "--method", "get", "--url", path.partition("?")[0], status=1)
    expect("MissingApiVersionParameter" in run.err, run.err)


@check("a client that was revoked is out at once")
def revoked(hub):
    devicestream(hub, "token", "revoke", hub.client, "-y")
    run = az(hub, "iot", "hub", "list", status=1)
    expect("InvalidAuthenticationToken" in run.err and hub.client in run.err, run.err)


def main():
    programs, az_program = sys.argv[1:]
    has_namespace = os.environ.get("DEVICESTREAM_NAMESPACE") == "yes"
    with tempfile.TemporaryDirectory() as directory:
        # Its usual port: nothing of az needs another.
        with Hub(f"{programs}/devicestreamd", directory, main="127.0.0.1:8443", options=regions(directory)) as hub:
            hub.resolves = has_namespace
            hub.az, hub.cli = az_program, f"{programs}/devicestream"
            hub.environment = os.environ | {
                "AZURE_CONFIG_DIR": f"{directory}/az",
                "AZURE_CORE_COLLECT_TELEMETRY": "no",
                "AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no",
                "REQUESTS_CA_BUNDLE": hub.authority,
            }
            failed = checks.run(hub, title="az")
            if failed:
                print(hub.log_tail(), file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
