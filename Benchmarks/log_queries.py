"""Times queries of the activity log: log_queries.py DEVICESTREAMD [RECORDS] [--state DIR]

Fills the log of a new server with RECORDS records (ten million unless told otherwise) of the last thirty days, asks each
query several times over one connection, and prints a Markdown table. With --state, the server's state stays in DIR, and
a DIR that is there is asked as it is. The records are written into
the database while the server is down, without their chain of hashes, of which queries read nothing.
"""

import argparse
import http.client
import json
import os
import random
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

DAY = 86_400_000
ROUNDS = 5
BATCH = 50_000
DEVICES = 10_000
QUERIES = {
    "the newest 20": "| take 20",
    "results of the last hour": "| where TimeGenerated > ago(1h) | summarize count() by ResultType",
    "results of the last day": "| where TimeGenerated > ago(1d) | summarize count() by ResultType",
    "results of all days": "| summarize count() by ResultType",
    "requests of the last day by 5 minutes": "| where TimeGenerated > ago(1d) and OperationName == 'streamRequest' "
    "| summarize count(), avg(DurationMs) by bin(TimeGenerated, 5m)",
    "one device": "| where deviceId == 'device-0004711' | take 100",
    "one tracking id": "| where trackingId == 'TRACKING' | order by TimeGenerated asc",
    "bytes by device, the most first": "| where TimeGenerated > ago(1d) | summarize Bytes = sum(bytesFromDevice) by "
    "deviceId | top 10 by Bytes",
    "a word in the reasons of a day": "| where TimeGenerated > ago(1d) and reason has '4711' | take 20",
    "a word in the reasons of all days": "| where reason has 'nowhere' | count",
    "errors, the longest first": "| where Level != 'Information' | top 20 by DurationMs",
}


def records(count, hub, now):
    dice = random.Random(1)
    step = 30 * DAY // count or 1
    total = 0
    for number in range(count):
        at = now - (count - number) * step
        device, tracking = f"device-{dice.randrange(DEVICES):07}", f"{number // 2:032x}"
        is_end = number % 2 == 1
        fails = not is_end and number % 10 == 0
        result = "DeviceNotOnline" if fails else "Success"
        level = "Warning" if fails else "Information"
        operation = "streamEnd" if is_end else "streamRequest"
        duration = dice.randrange(600_000 if is_end else 300)
        stream = None if fails else f"{number // 2:08x}-0000-4000-8000-000000000000"
        properties = {"caller": "token:laptop", "callerAddress": "192.0.2.7", "deviceId": device, "direction": "c2d"}
        properties |= {"reason": f"Ticket {dice.randrange(10_000)}", "streamName": "session", "trackingId": tracking}
        sent = dice.randrange(1 << 20), dice.randrange(1 << 20)
        if is_end:
            properties |= {"bytesFromDevice": sent[0], "bytesFromService": sent[1], "closeReason": "closed"}
        if stream:
            properties["streamId"] = stream
        text = json.dumps(
            {
                "category": "DeviceStreams", "durationMs": duration, "hub": "hub", "level": level,
                "operationName": operation, "properties": properties, "resultDescription": "", "resultType": result,
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at // 1000)),
            },
            separators=(",", ":"), sort_keys=True,
        )
        total += len(text)
        yield (
            hub, number + 1, at, "DeviceStreams", operation, result, level, duration, device, stream, tracking,
            sent[0] if is_end else None, sent[1] if is_end else None, total, bytes(32), text,
        )


def fill(path, count):
    database = sqlite3.connect(path)
    hub = database.execute("SELECT id FROM hubs WHERE name = 'hub'").fetchone()[0]
    database.execute("PRAGMA synchronous = OFF")
    database.execute("DELETE FROM activity")
    # Made again at the end, which is many times faster than row by row.
    indexes = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'activity' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    rows = records(count, hub, int(time.time() * 1000))
    statement = (
        "INSERT INTO activity (hub_id, sequence, at, category, operation, result_type, level, duration_ms, device_id, "
        "stream_id, tracking_id, bytes_from_device, bytes_from_service, total_bytes, hash, record) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    )
    done = 0
    while batch := [row for _, row in zip(range(BATCH), rows)]:
        database.executemany(statement, batch)
        database.commit()
        done += len(batch)
        print(f"{done} records", file=sys.stderr)
    for _, sql in indexes:
        database.execute(sql)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


class Server:
    def __init__(self, program, state):
        flags = ["--state-dir", str(state), "--listen", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0"]
        flags += ["--admin-listen", "127.0.0.1:0"]
        # The records of the defaults' 30 days and 1 GiB would be fewer.
        settings = state.with_suffix(".yaml")
        settings.write_text("activity:\n  retentionDays: 60\n  retentionMebibytes: 1048576\n")
        flags += ["--config", str(settings)]
        self.state = state
        self.process = subprocess.Popen([program, *flags], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def __enter__(self):
        # Written anew with the port of each start.
        for line in self.process.stdout:
            if "https://" in line:
                break
        self.context = json.loads((self.state / "context.json").read_text())
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def connect(self):
        port = int(self.context["server"].rsplit(":", 1)[1].strip("/"))
        trust = ssl.create_default_context(cafile=self.context["caCertificate"])
        trust.check_hostname = False
        return http.client.HTTPSConnection("127.0.0.1", port, context=trust, timeout=60)


def ask(connection, token, query):
    body = json.dumps({"query": "AzureDiagnostics " + query})
    fields = {"Authorization": "Bearer " + token, "Content-Type": "application/json", "Host": "localhost"}
    begin = time.perf_counter()
    connection.request("POST", "/v1/hubs/hub/logs/query", body, fields)
    response = connection.getresponse()
    answer = json.loads(response.read())
    return time.perf_counter() - begin, response.status, answer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("records", nargs="?", type=int, default=10_000_000)
    parser.add_argument("--state", type=Path)
    options = parser.parse_args()
    program, count = options.program, options.records
    with tempfile.TemporaryDirectory() as directory:
        state = options.state or Path(directory) / "state"
        database = state / "devicestream.db"
        if not database.exists():
            with Server(program, state):
                pass
            fill(database, count)
        size = os.path.getsize(database) / (1 << 30)
        print(f"\n### Queries over {count:,} records, {size:.2f} GiB\n\n| query | ms | rows |\n|---|--:|--:|")
        with Server(program, state) as server:
            connection = server.connect()
            for name, query in QUERIES.items():
                query = query.replace("TRACKING", f"{count // 4:032x}")
                runs = [ask(connection, server.context["token"], query) for _ in range(ROUNDS)]
                _, status, answer = runs[-1]
                rows = len(answer["rows"]) if status == 200 else answer["error"]["code"]
                print(f"| {name} | {median(run[0] for run in runs) * 1000:.1f} | {rows} |")


main()
