# SPDX-License-Identifier: Apache-2.0
"""What commands cannot send is kept, and has one effect, whatever becomes of client, network and server (4.2, 4.5)."""

import itertools
import json
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.process import BINARY, Hub, environment
from harness.proxy import Proxy
from harness.team import Team

NAMES = itertools.count(1)
DAY_MS = 86_400_000
WORK = ("--repo-owner", "o", "--repo-name", "r", "--pr-number", "42")


class Client:
    """A person's command line, with a state directory of its own."""

    def __init__(self, directory, user: int, url: str):
        self.state = directory / f"state-{next(NAMES)}"
        self.user = user
        self.url = url
        self.said: list[str] = []

    def start(self, *arguments: str, options=()) -> subprocess.Popen:
        return subprocess.Popen(
            [str(BINARY), *arguments, "--server", self.url, *(options or ("--user", str(self.user)))],
            env=environment({"state": self.state}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, status: int = 0, options=()) -> subprocess.CompletedProcess:
        process = self.start(*arguments, options=options)
        output, notes = process.communicate(timeout=120)
        self.said += [output, notes]
        assert process.returncode == status, (arguments, process.returncode, output, notes)
        return subprocess.CompletedProcess(arguments, process.returncode, output, notes)

    def json(self, *arguments: str, status: int = 0, **more):
        return json.loads(self.run(*arguments, "--json", status=status, **more).stdout)

    def begin(self, local_id: str, *more: str) -> dict:
        return self.json("session", "start", *WORK, "--local-id", local_id, *more)

    def end(self, local_id: str, seconds: int, *more: str) -> dict:
        return self.json("session", "end", "--local-id", local_id, "--duration-seconds", str(seconds), *more)

    def flush(self, status: int = 0, within: str = "60s") -> dict:
        return self.json("outbox", "flush", "--within", within, status=status)


@pytest.fixture
def lone_hub():
    hubs = []

    def make() -> Hub:
        hubs.append(Hub(split=False, settings={"limits.rates": False}))
        return hubs[-1].start()

    yield make
    for hub in hubs:
        hub.close()


def board(team: Team) -> dict:
    """Every session of the team, by the name that its client gave it."""
    sessions = team.call(team.ann, "session.list", workspace_id=team.workspace, limit=200)["sessions"]
    assert len({session["local_id"] for session in sessions}) == len(sessions)
    return {session["local_id"]: session for session in sessions}


def total(team: Team) -> int:
    now = int(time.time() * 1000)
    totals = team.call(team.ann, "session.totals", **{"from": now - 2 * DAY_MS, "to": now + 2 * DAY_MS})["totals"]
    return sum(each["seconds"] for each in totals)


def test_with_the_server_down_commands_queue_say_so_and_have_their_effect_later(new_hub, new_team, tmp_path):
    hub = new_hub()
    team = new_team(hub)
    client = Client(tmp_path, team.ann, hub.url)
    hub.kill()
    began = int(time.time() * 1000)
    run = client.run("session", "start", *WORK, "--local-id", "night")
    assert run.stdout == "" and "session.start is queued" in run.stderr
    queued = client.end("night", 30)
    assert (queued["queued"], queued["method"], queued["local_id"]) == (True, "session.end", "night")
    ended = int(time.time() * 1000)
    client.run("activity", "record", "--kind", "approve", *WORK, "--local-id", "a1", "--session-local-id", "night")
    status = client.json("status")
    assert (status["ready"], status["waiting"], status["dead"]) == (False, 3, 0)
    assert began <= status["oldest_queued_at"] <= ended
    assert [call["method"] for call in client.json("outbox")["waiting"]] == [
        "session.start", "session.end", "activity.record",
    ]
    assert client.flush(status=69, within="1s") == {"sent": 0, "waiting": 3, "dead": 0}
    time.sleep(0.5)
    hub.start()
    assert client.flush() == {"sent": 3, "waiting": 0, "dead": 0}
    session = board(team)["night"]
    assert (session["status"], session["duration_seconds"], session["ended_reason"]) == ("ended", 30, "ended")
    assert began <= session["started_at"] <= session["ended_at"] <= ended, "as it was, not as it was told"
    assert total(team) == 30
    assert len(team.call(team.ann, "activity.list", id=session["id"])["activities"]) == 1
    assert client.json("status") | {"server": ""} == {
        "server": "", "ready": True, "waiting": 0, "oldest_queued_at": None, "dead": 0,
    }


def test_with_the_server_up_the_answer_is_the_servers(new_hub, new_team, tmp_path):
    hub = new_hub()
    team = new_team(hub)
    client = Client(tmp_path, team.ann, hub.url)
    begun = client.begin("s")
    assert begun["status"] == "active" and begun["beacon_token"]
    assert client.begin("s")["id"] == begun["id"], "asked again it is the same session"
    assert client.end("s", 5)["duration_seconds"] == 5
    assert client.end("s", 50)["duration_seconds"] == 5
    refused = client.run("session", "end", "--id", "999", status=66)
    assert "not_found (-32004)" in refused.stderr
    assert client.json("outbox") == {"waiting": [], "dead": []}, "who was told need not be told again"


@pytest.mark.parametrize("mode", ["refuse", "swallow", "cut", "hold", "delay"])
def test_whatever_the_network_does_each_effect_is_there_once(new_hub, new_team, tmp_path, mode):
    hub = new_hub()
    team = new_team(hub)
    with Proxy(hub.port) as proxy:
        client = Client(tmp_path, team.ann, proxy.url)
        short = ("--timeout", "2s")
        client.begin("clean")
        proxy.mode = mode
        client.begin("whole", *short)
        client.end("whole", 7, *short)
        client.end("clean", 5, *short)
        client.run("activity", "record", "--kind", "comment", *WORK, "--session-local-id", "whole", *short)
        proxy.mode = "pass"
        proxy.cut()
        client.flush()
        sessions = board(team)
        assert {name: session["duration_seconds"] for name, session in sessions.items()} == {"clean": 5, "whole": 7}
        assert total(team) == 12
        assert len(team.call(team.ann, "activity.list", id=sessions["whole"]["id"])["activities"]) == 1
        assert client.json("outbox") == {"waiting": [], "dead": []}


def test_a_server_that_is_killed_while_the_outbox_drains_has_each_effect_once(new_hub, new_team, tmp_path):
    hub = new_hub()
    team = new_team(hub)
    client = Client(tmp_path, team.ann, hub.url)
    hub.kill()
    for number in range(12):
        client.begin(f"s{number}", "--ended-at", str(int(time.time() * 1000)), "--duration-seconds", str(number))
    for _ in range(3):
        hub.start()
        flush = client.start("outbox", "flush", "--within", "60s")
        time.sleep(0.15)
        hub.kill()
        flush.send_signal(signal.SIGINT)
        flush.communicate(timeout=60)
    hub.start()
    client.flush()
    sessions = board(team)
    assert {name: session["duration_seconds"] for name, session in sessions.items()} == {
        f"s{number}": number for number in range(12)
    }
    assert total(team) == sum(range(12))


def killed(client: Client, *arguments: str, when) -> None:
    """Runs a command and kills it without warning once something has happened."""
    process = client.start(*arguments)
    assert when(), "the moment never came"
    process.kill()
    process.communicate()


def test_45_a_process_killed_at_any_point_leaves_one_session_of_the_right_length(lone_hub, new_team, tmp_path):
    hub = lone_hub()
    team = new_team(hub)

    def after_the_queue_write(client: Client, proxy: Proxy) -> None:
        proxy.mode = "swallow"
        killed(client, "session", "start", *WORK, "--local-id", "queued", when=lambda: proxy.asked.acquire(timeout=60))
        proxy.mode = "pass"
        client.end("queued", 1)

    def after_the_start_was_carried_out(client: Client, proxy: Proxy) -> None:
        proxy.mode = "hold"
        killed(client, "session", "start", *WORK, "--local-id", "begun", when=lambda: proxy.held.acquire(timeout=60))
        proxy.mode = "pass"
        client.end("begun", 2)

    def before_the_end_was_sent(client: Client, proxy: Proxy) -> None:
        client.begin("open")
        proxy.mode = "swallow"
        while proxy.asked.acquire(blocking=False):
            pass
        arguments = ("session", "end", "--local-id", "open", "--duration-seconds", "4")
        killed(client, *arguments, when=lambda: proxy.asked.acquire(timeout=60))

    def after_the_end_was_carried_out(client: Client, proxy: Proxy) -> None:
        client.begin("over")
        proxy.mode = "hold"
        arguments = ("session", "end", "--local-id", "over", "--duration-seconds", "8")
        killed(client, *arguments, when=lambda: proxy.held.acquire(timeout=60))

    def while_a_dead_letter_is_written(client: Client, proxy: Proxy) -> None:
        proxy.mode = "lie"
        error = {"code": -32602, "message": "no", "data": {"retryable": False}}
        proxy.answer = json.dumps({"jsonrpc": "2.0", "id": 0, "error": error}).encode()
        killed(client, "session", "start", *WORK, "--local-id", "dead", when=lambda: proxy.held.acquire(timeout=60))
        proxy.mode = "pass"
        proxy.cut()
        dead = client.json("outbox")["dead"]
        assert len(dead) <= 1
        if dead:
            client.run("outbox", "retry", str(dead[0]["id"]), "--within", "60s")
        client.end("dead", 16)

    points = [
        after_the_queue_write, after_the_start_was_carried_out, before_the_end_was_sent,
        after_the_end_was_carried_out, while_a_dead_letter_is_written,
    ]

    def at(point) -> None:
        with Proxy(hub.port) as proxy:
            client = Client(tmp_path, team.ann, proxy.url)
            point(client, proxy)
            proxy.mode = "pass"
            proxy.cut()
            # Long before the lease of the process that was killed would have run out: the kernel knows that it is gone.
            client.flush(within="20s")
            assert client.json("outbox") == {"waiting": [], "dead": []}

    with ThreadPoolExecutor(len(points)) as pool:
        list(pool.map(at, points))
    sessions = board(team)
    assert {name: session["duration_seconds"] for name, session in sessions.items()} == {
        "queued": 1, "begun": 2, "open": 4, "over": 8, "dead": 16,
    }
    assert all(session["status"] == "ended" for session in sessions.values())
    assert total(team) == 31


def test_what_is_given_up_is_seen_retried_exported_discarded_and_reported(new_hub, new_team, tmp_path):
    hub = new_hub()
    team = new_team(hub)
    client = Client(tmp_path, team.ann, hub.url)
    hub.kill()
    client.end("of nobody", 5)
    hub.start()
    assert client.flush() == {"sent": 0, "waiting": 0, "dead": 1}
    letter = client.json("outbox", "list")["dead"][0]
    assert (letter["method"], letter["reason"]) == ("session.end", "refused: not_found (-32004)")
    assert (letter["may_be_retried"], letter["lane"]) == (True, "session of nobody")
    assert letter["attempts"] >= 1 and letter["code"] == -32004
    exported = [json.loads(line) for line in client.run("outbox", "export").stdout.splitlines()]
    assert [line["params"]["duration_seconds"] for line in exported] == [5]

    def reports() -> list:
        return team.call(None, "admin.dead_letters")["reports"]

    told = {"method": "session.end", "reason": "refused", "count": 1}
    assert [(report["user_id"], report["letters"]) for report in reports()] == [(team.ann, [told])]
    assert "of nobody" not in json.dumps(reports()), "how many and why, and nothing of what they say"
    client.run("outbox", "retry", str(letter["id"]))
    assert len(client.json("outbox")["dead"]) == 1, "refused again"
    client.run("outbox", "discard", "--all")
    assert client.json("outbox")["dead"] == [] and reports() == []
    assert "no such dead letter" in client.run("outbox", "discard", "5", status=66).stderr


def test_no_secret_of_an_error_reaches_any_output_or_file(tmp_path):
    secrets = ["hunter2", "sk-live-77", "ghp_token99", "ann@example.com"]
    error = {
        "code": -32602, "message": "password hunter2 refused", "data": {"retryable": False, "field": "sk-live-77"},
    }
    answers = [
        json.dumps({"jsonrpc": "2.0", "id": 0, "error": error}),
        json.dumps({"jsonrpc": "2.0", "id": 0, "error": error | {"code": -32603}}),
        json.dumps([{"jsonrpc": "2.0", "id": 0, "error": error}] * 2),
        "<html>hunter2 ann@example.com</html>",
        '{"broken": "sk-live-77',
    ]
    with Proxy(0) as proxy:
        proxy.mode = "lie"
        client = Client(tmp_path, 7, proxy.url)
        for number, answer in enumerate(answers):
            proxy.answer = answer.encode()
            for command in (
                ("session", "start", *WORK, "--local-id", f"s{number}"),
                ("session", "end", "--local-id", f"s{number}"),
                ("activity", "record", "--kind", "comment", *WORK),
                ("outbox", "flush", "--within", "1s"),
                ("outbox", "retry", "--all", "--within", "1s"),
                ("outbox", "list"),
                ("status",),
            ):
                process = client.start(*command, "--timeout", "2s")
                client.said += process.communicate(timeout=60)
        for options in (("--token", "ghp_token99"), ("--user", "7")):
            process = client.start("outbox", "discard", "--all", options=options)
            client.said += process.communicate(timeout=60)
    said = "".join(client.said)
    assert "queued" in said or "refuse" in said
    kept = b"".join(path.read_bytes() for path in client.state.rglob("*") if path.is_file())
    for secret in secrets:
        assert secret not in said
        assert secret.encode() not in kept
