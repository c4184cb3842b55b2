"""Debian's mosquitto clients as devices, with keys of devices."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from checks import Skipped, check, expect


def arguments(hub, device, password):
    if not shutil.which("mosquitto_sub"):
        raise Skipped("mosquitto_sub is not installed")
    if not hub.resolves:
        raise Skipped("the hub's name does not resolve outside a namespace of our own")
    return [
        "-h", hub.host, "-p", str(hub.mqtt_port), "--cafile", hub.authority, "-V", "mqttv311",
        "-i", device, "-u", hub.user_name(device), "-P", password,
    ]


class Subscriber:
    """mosquitto_sub for the time of a `with`; its output is in a file."""

    def __init__(self, hub, device, password, *options):
        self.output = Path(tempfile.mkstemp(dir=hub.directory)[1])
        command = ["mosquitto_sub", "-d", *arguments(hub, device, password), "-t", "$iothub/streams/POST/#", *options]
        with open(self.output, "wb") as file:
            # -d writes a line a packet to standard output; unbuffered, or the file would get them at the end.
            self.process = subprocess.Popen(["stdbuf", "-oL", *command], stdout=file, stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    @property
    def text(self):
        return self.output.read_text()

    def wait_for(self, wanted, timeout=20):
        deadline = time.monotonic() + timeout
        while wanted not in self.text:
            expect(self.process.poll() is None, f"mosquitto_sub ended before '{wanted}':\n{self.text}")
            expect(time.monotonic() < deadline, f"mosquitto_sub did not show '{wanted}' in {timeout} s:\n{self.text}")
            time.sleep(0.05)


@check("mosquitto_sub subscribes, gets a stream request, and stays through its keep-alives")
def subscribes(hub):
    key = hub.create_device("mosquitto-1")
    with Subscriber(hub, "mosquitto-1", hub.device_sas("mosquitto-1", key), "-k", "5", "-v") as subscriber:
        subscriber.wait_for("Subscribed")
        # Nobody answers, so the request runs out: what counts is that it arrives.
        reply = hub.request(
            "POST", "/v1/hubs/hub/devices/mosquitto-1/streams", {"streamName": "ask-1", "responseTimeoutSeconds": 1}
        )
        expect(reply.status == 504, f"a device that does not answer is a 504, not {reply}")
        subscriber.wait_for("$iothub/streams/POST/ask-1/?")
        line = next(line for line in subscriber.text.splitlines() if line.startswith("$iothub/streams/POST/ask-1/"))
        topic = line.split(" ")[0]
        expect(topic.count("/") == 4, f"the topic has five levels: {topic}")
        for name in ("$rid=", "$url=wss%3A%2F%2F", "$auth="):
            expect(name in topic, f"'{name}' is missing in {topic}")
        time.sleep(12)
        expect(subscriber.process.poll() is None, f"the connection ended within 12 s of pings:\n{subscriber.text}")
        expect(subscriber.text.count("PINGRESP") >= 2, f"pings were not answered:\n{subscriber.text}")
        expect(subscriber.text.count("CONNACK") == 1, f"it had to connect again:\n{subscriber.text}")


@check("mosquitto_pub with a wrong key is refused with code 5")
def wrong_key(hub):
    hub.create_device("mosquitto-2")
    password = hub.device_sas("mosquitto-2", "d3Jvbmcga2V5IG9mIDE2IGJ5dGVz")
    run = subprocess.run(
        ["mosquitto_pub", "-d", *arguments(hub, "mosquitto-2", password), "-t", "a", "-m", "b"],
        capture_output=True, text=True, timeout=30, check=False,
    )
    output = run.stdout + run.stderr
    expect(run.returncode != 0 and ("CONNACK (5)" in output or "not authori" in output.lower()), f"{run.returncode}: {output}")


@check("mosquitto_pub sends telemetry at QoS 1, again and again")
def publishes(hub):
    key = hub.create_device("mosquitto-3")
    for number in range(3):
        run = subprocess.run(
            ["mosquitto_pub", "-d", *arguments(hub, "mosquitto-3", hub.device_sas("mosquitto-3", key)),
             "-q", "1", "-t", "devices/mosquitto-3/messages/events/", "-m", str(number)],
            capture_output=True, text=True, timeout=30, check=False,
        )
        expect(run.returncode == 0 and "PUBACK" in run.stdout, f"{run.returncode}: {run.stdout}{run.stderr}")


@check("a second connection of a device ends the first, and mosquitto_sub comes back")
def reconnects(hub):
    key = hub.create_device("mosquitto-4")
    password = hub.device_sas("mosquitto-4", key)
    with Subscriber(hub, "mosquitto-4", password, "-c") as first:
        first.wait_for("Subscribed")
        run = subprocess.run(
            ["mosquitto_pub", *arguments(hub, "mosquitto-4", password), "-q", "1",
             "-t", "devices/mosquitto-4/messages/events/", "-m", "x"],
            capture_output=True, text=True, timeout=30, check=False,
        )
        expect(run.returncode == 0, f"the second connection failed: {run.stdout}{run.stderr}")
        deadline = time.monotonic() + 20
        while first.text.count("CONNACK (0)") < 2:
            expect(time.monotonic() < deadline, f"the first did not connect again:\n{first.text}")
            time.sleep(0.1)
