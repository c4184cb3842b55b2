"""Records to a webhook that fails in every way."""

import tempfile
import time

from checks import check, expect
from receiver import MARK, SECRET, Receiver
from place import Site, certificates, options, tracking_ids, wait_until


def receiver(hub):
    return Receiver(*certificates(hub.directory)[1:])


def hook(url):
    return {"kind": "webhook", "url": url}


def all_there(taken, expected):
    return set(expected) <= set(tracking_ids(taken))


@check("a webhook gets signed batches, and a test shows its status and never its body", limit=60)
def signed(hub):
    with receiver(hub) as peer:
        hub.put("hook", hook(peer.url), secret=SECRET)
        result = hub.try_out("hook")
        expect(result["succeeded"] and result["status"] == 200, f"the sample was refused: {result}")
        peer.plan.append("418")
        result = hub.try_out("hook")
        expect(not result["succeeded"] and result["status"] == 418, f"418 is no success: {result}")
        expect(MARK not in str(result), f"the body is shown: {result}")
        expected = hub.make_records(30)
        wait_until(lambda: all_there(peer.taken, expected), "all records arrive")
        expect(peer.sequences == sorted(set(peer.sequences)), f"out of order or twice: {peer.sequences}")
        expect(not peer.problems, f"{peer.problems}")
        expect(MARK not in str(hub.setting("hook")), "the body is shown")
        expect(SECRET not in str(hub.setting("hook")), "the secret is shown")
        hub.remove("hook")


@check("whatever a webhook answers, nothing is lost, and a batch that comes again has its id", limit=180)
def failing(hub):
    with receiver(hub) as peer:
        peer.retry_after = 3
        peer.plan = ["500", "close", "redirect", "429", "503"]
        hub.put("hook", hook(peer.url), secret=SECRET)
        first = hub.make_records(5)
        wait_until(lambda: len(peer.requests) == 1, "the first batch comes")
        later = hub.make_records(5)
        wait_until(lambda: all_there(peer.taken, first + later), "all records arrive", limit=120)
        expect(peer.sequences == sorted(set(peer.sequences)), f"out of order or twice: {peer.sequences}")
        tries = peer.requests[:6]
        expect([word for _, word, _, _ in tries] == ["500", "close", "redirect", "429", "503", "200"], f"{tries}")
        expect(len({id for _, _, id, _ in tries}) == 1, "a batch that comes again has another id")
        expect(tries[4][0] - tries[3][0] >= 3, "Retry-After was not waited for")
        expect("/elsewhere" not in str(peer.requests), "a redirect was followed")
        delivery = hub.delivery("hook")
        expect(delivery["lastError"] == "The webhook answered 503.", f"another error: {delivery}")
        expect(delivery["dropped"] == 0, f"dropped: {delivery}")
        hub.remove("hook")


@check("a webhook that never answers holds up no stream, and its batch comes again", limit=120)
def blocked(hub):
    with receiver(hub) as peer:
        peer.plan = ["hang"]
        hub.put("hook", hook(peer.url), secret=SECRET)
        expected = hub.make_records(1)
        expect(peer.hanging.wait(20), "the batch did not come")
        start = time.monotonic()
        expected += hub.make_records(50)
        spent = time.monotonic() - start
        expect(spent < 10, f"50 requests took {spent:.1f} s")
        wait_until(lambda: all_there(peer.taken, expected), "all records arrive", limit=60)
        expect("did not answer in time" in hub.delivery("hook")["lastError"], f"{hub.delivery('hook')}")
        hub.remove("hook")


@check("a setting that is deleted sends nothing more, at once", limit=60)
def deleted(hub):
    with receiver(hub) as peer:
        peer.plan = ["hang"]
        hub.put("hook", hook(peer.url), secret=SECRET)
        hub.make_records(1)
        expect(peer.hanging.wait(20), "the batch did not come")
        hub.remove("hook")
        hub.make_records(5)
        # A second setting shows that the records have been passed on since.
        with receiver(hub) as other:
            hub.put("other", hook(other.url), secret=SECRET)
            expected = hub.make_records(1)
            wait_until(lambda: all_there(other.taken, expected), "the other arrives")
            hub.remove("other")
        expect(len(peer.requests) == 1, f"{len(peer.requests)} requests came")


@check("a killed server sends again what was not acknowledged, and loses nothing", limit=180)
def killed(hub):
    with receiver(hub) as peer:
        peer.is_blocked = True
        hub.put("hook", hook(peer.url), secret=SECRET)
        expected = hub.make_records(20)
        expect(peer.hanging.wait(20), "the batch did not come")
        # Records are in the store within a second of their request.
        wait_until(lambda: time.monotonic() - peer.requests[0][0] > 1, "they are stored")
        hub.kill()
        peer.is_blocked = False
        hub.start()
        expected += hub.make_records(5)
        wait_until(lambda: all_there(peer.taken, expected), "all records arrive", limit=60)
        expect(peer.sequences == sorted(set(peer.sequences)), f"out of order: {peer.sequences}")
        expect(hub.delivery("hook")["dropped"] == 0, f"{hub.delivery('hook')}")
        # Another kill, now with nothing on the way: nothing comes twice without need.
        hub.kill()
        hub.start()
        expected = hub.make_records(2)
        wait_until(lambda: all_there(peer.taken, expected), "the last arrive", limit=60)
        hub.remove("hook")


@check("only trusted certificates of the right name are spoken to", limit=60)
def trust(hub):
    with tempfile.TemporaryDirectory() as directory:
        _, certificate, key = certificates(directory)
        with Receiver(certificate, key) as stranger:
            hub.put("hook", hook(stranger.url), secret=SECRET)
            result = hub.try_out("hook")
            expect(not result["succeeded"] and "not trusted" in result["message"], f"a stranger is trusted: {result}")
            expect(not stranger.requests, "a stranger got records")
            hub.remove("hook")


@check("addresses that are not allowed are never connected to", limit=120)
def addresses(hub):
    for url in (
        "https://127.0.0.2/", "https://169.254.169.254/latest", "https://10.0.0.1/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[::ffff:10.0.0.1]/", "https://100.64.0.1/", "https://224.0.0.1/",
    ):
        reply = hub.request(
            "PUT",
            f"/v1/hubs/{hub.name}/diagnosticSettings/hook",
            {"categories": ["DeviceStreams"], "destination": hook(url), "secret": SECRET},
        )
        expect(reply.status == 400 and reply.json["error"]["target"] == "destination.url", f"{url}: {reply}")
    with tempfile.TemporaryDirectory() as directory:
        # A server that allows nothing; a name is looked at when it is connected to.
        with Site(hub.program, directory, options=options(f"{directory}/settings", allowed=())) as strict:
            with Receiver(*certificates(f"{directory}/settings")[1:]) as peer:
                strict.put("hook", hook(peer.url), secret=SECRET)
                result = strict.try_out("hook")
                expect("no public address" in result["message"], f"a name led inside: {result}")
                strict.make_records(1)
                wait_until(lambda: strict.delivery("hook").get("lastError"), "the failure is shown")
                expect(not peer.requests, "a request came")

