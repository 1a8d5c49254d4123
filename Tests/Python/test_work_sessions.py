# SPDX-License-Identifier: Apache-2.0
"""Work sessions: begun once, ended once, counted once (D23 to D41, Q1)."""

import datetime
import itertools
import json
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from harness.process import BINARY
from harness.refusal import refused

NAMES = itertools.count(1)
DAY_MS = 86_400_000


def start(team, user: int, local_id: str | None = None, **more) -> dict:
    """A session under a name of its own."""
    local_id = local_id or f"local-{next(NAMES)}"
    return team.call(
        user, "session.start", local_id=local_id, repo_owner="o", repo_name="r", pr_number=42, **more
    )


def fields(session: dict) -> dict:
    """A session without what only its own client is told."""
    return {key: value for key, value in session.items() if key != "beacon_token"}


def now_ms() -> int:
    return int(time.time() * 1000)


def totals(team, user: int, **more) -> dict:
    """Seconds by person, over all days around now."""
    span = {"from": now_ms() - 2 * DAY_MS, "to": now_ms() + 2 * DAY_MS}
    seconds: dict[int, int] = {}
    for total in team.call(user, "session.totals", **span, **more)["totals"]:
        seconds[total["user_id"]] = seconds.get(total["user_id"], 0) + total["seconds"]
    return seconds


def rest(team, path: str, body, user: int | None = None, **headers) -> requests.Response:
    return team.http.request(
        "POST",
        path,
        user=user,
        data=body if isinstance(body, (bytes, str)) else json.dumps(body),
        headers={"Content-Type": "application/json", **headers},
    )


def test_a_session_is_begun_ended_and_told_of(team):
    ben = team.socket(team.ben)
    session = start(team, team.ann)
    assert session["status"] == "active"
    assert session["ended_at"] is session["duration_seconds"] is session["ended_reason"] is None
    ended = team.call(team.ann, "session.end", id=session["id"], duration_seconds=75)
    assert (ended["status"], ended["duration_seconds"], ended["ended_reason"]) == ("ended", 75, "ended")
    assert ended["ended_at"] >= ended["started_at"]
    heard = team.fence(ben)
    assert [frame["type"] for frame in heard] == ["work_session.started", "work_session.ended"]
    assert [frame["data"]["session"] for frame in heard] == [fields(session), ended]
    assert team.call(team.ben, "session.get", id=session["id"]) == ended
    assert totals(team, team.ben) == {team.ann: 75}


def test_d41_starting_twice_is_one_session(team):
    ann = team.socket(team.ann)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: start(team, team.ann, "twice"), range(16)))
    assert {answer["id"] for answer in answers} == {answers[0]["id"]}
    assert [frame["type"] for frame in team.fence(ann)] == ["work_session.started"]
    with refused(-32009) as failure:
        team.call(
            team.ann, "session.start", local_id="twice", repo_owner="o", repo_name="r", pr_number=43
        )
    assert failure.value.data["field"] == "local_id"
    assert start(team, team.ben, "twice")["id"] != answers[0]["id"], "a name is one person's"


def test_d32_ending_twice_is_ending_once(team):
    ann = team.socket(team.ann)
    session = start(team, team.ann)
    first = team.call(team.ann, "session.end", local_id=session["local_id"], duration_seconds=60)
    again = team.call(team.ann, "session.end", id=session["id"], duration_seconds=3600)
    assert again == first
    assert [frame["type"] for frame in team.fence(ann)] == ["work_session.started", "work_session.ended"]
    assert totals(team, team.ann) == {team.ann: 60}


def test_d40_ends_at_once_move_the_totals_once(team):
    session = start(team, team.ann)
    with ThreadPoolExecutor(16) as pool:
        ends = list(
            pool.map(
                lambda n: team.call(team.ann, "session.end", id=session["id"], duration_seconds=100 + n), range(32)
            )
        )
    assert all(end == ends[0] for end in ends)
    assert totals(team, team.ann) == {team.ann: ends[0]["duration_seconds"]}


def test_d25_no_seconds_are_a_duration_too(team):
    session = start(team, team.ann, started_at=now_ms() - 60_000)
    assert team.call(team.ann, "session.end", id=session["id"], duration_seconds=0)["duration_seconds"] == 0
    measured = start(team, team.ann, started_at=now_ms() - 60_000)
    assert 60 <= team.call(team.ann, "session.end", id=measured["id"])["duration_seconds"] < 120


def test_d23_d24_a_wrong_clock_costs_nobody_their_work(team):
    began = now_ms() - 3_600_000
    session = start(team, team.ann, started_at=began)
    assert session["started_at"] == began
    ended = team.call(team.ann, "session.end", id=session["id"], ended_at=began - 5000, duration_seconds=-5)
    assert (ended["ended_at"], ended["duration_seconds"]) == (began, 0)
    ahead = start(team, team.ann, started_at=now_ms() + DAY_MS)
    assert ahead["started_at"] <= now_ms() + 1000
    ended = team.call(team.ann, "session.end", id=ahead["id"], ended_at=now_ms() + 2 * DAY_MS, duration_seconds=5)
    assert ended["ended_at"] <= now_ms() + 1000
    assert ended["duration_seconds"] == 5


def test_a_start_that_is_over_already_is_one_call(team):
    ben = team.socket(team.ben)
    began = now_ms() - 7_200_000
    session = start(team, team.ann, "over", started_at=began, ended_at=began + 600_000, duration_seconds=500)
    assert (session["status"], session["duration_seconds"], session["ended_at"]) == ("ended", 500, began + 600_000)
    start(team, team.ann, "over", started_at=began, ended_at=began + 600_000, duration_seconds=500)
    assert [frame["type"] for frame in team.fence(ben)] == ["work_session.started", "work_session.ended"]
    assert totals(team, team.ann) == {team.ann: 500}


def test_r1_a_hundred_starts_and_ends_in_any_order_and_twice_are_exact(team):
    names = [f"rapid-{number}" for number in range(100)]

    def live(number: int) -> None:
        for _ in range(2):
            start(team, team.ann, names[number])
            team.call(team.ann, "session.end", local_id=names[number], duration_seconds=number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(live, range(100)))
    sessions = team.call(team.ann, "session.list", status="ended", limit=200)["sessions"]
    assert sorted(session["local_id"] for session in sessions) == sorted(names)
    assert totals(team, team.ann) == {team.ann: sum(range(100))}


def test_outsiders_see_nothing(team):
    outsider = team.person("dan")
    dan = team.socket(outsider)
    session = start(team, team.ann)
    with refused(-32004):
        team.call(outsider, "session.get", id=session["id"])
    with refused(-32004):
        team.call(outsider, "session.list", workspace_id=team.workspace)
    with refused(-32004):
        team.call(outsider, "session.totals", **{"from": 0, "to": 1}, workspace_id=team.workspace)
    for user in (outsider, team.ben):
        for method in ("session.end", "session.heartbeat"):
            with refused(-32004):
                team.call(user, method, id=session["id"])
    with refused(-32004):
        team.call(outsider, "activity.list", id=session["id"])
    team.call(team.ann, "session.end", id=session["id"], duration_seconds=60)
    assert team.call(outsider, "session.list")["sessions"] == []
    assert totals(team, outsider) == {}
    own = start(team, outsider)
    dan.event("work_session.started")
    assert [frame["data"]["session"]["id"] for frame in dan.logged] == [own["id"]]


def test_a_list_is_what_is_asked_for(team):
    first, second = start(team, team.ann), start(team, team.ben)
    team.call(team.ann, "session.end", id=first["id"])

    def ids(**params) -> list[int]:
        return [session["id"] for session in team.call(team.cat, "session.list", **params)["sessions"]]

    assert ids() == [second["id"], first["id"]]
    assert ids(workspace_id=team.workspace) == [second["id"], first["id"]]
    assert ids(status="active") == [second["id"]]
    assert ids(status="ended") == [first["id"]]
    assert ids(since=now_ms() + 1000) == [second["id"]]
    assert ids(before_id=second["id"]) == [first["id"]]
    page = team.call(team.cat, "session.list", limit=1)
    assert page["has_more"] and len(page["sessions"]) == 1


def test_totals_are_by_the_days_of_a_time_zone(team):
    # Half past ten in the evening of the 14th in Greenwich is the 15th in Berlin, and a DST change is in between.
    instants = [
        datetime.datetime(2025, 3, 14, 22, 30, tzinfo=datetime.timezone.utc),
        datetime.datetime(2025, 3, 14, 23, 30, tzinfo=datetime.timezone.utc),
        datetime.datetime(2025, 7, 14, 22, 30, tzinfo=datetime.timezone.utc),
    ]
    for seconds, instant in enumerate(instants, start=1):
        start(team, team.ann, started_at=int(instant.timestamp() * 1000), duration_seconds=seconds)
    span = {
        "from": int(instants[0].timestamp() * 1000) - DAY_MS,
        "to": int(instants[-1].timestamp() * 1000) + 2 * DAY_MS,
    }

    def days(**zone) -> dict[str, int]:
        answer = team.call(team.ann, "session.totals", **span, **zone)["totals"]
        return {total["day"]: total["seconds"] for total in answer}

    assert days() == {"2025-03-14": 3, "2025-07-14": 3}
    assert days(time_zone="Europe/Berlin") == {"2025-03-14": 1, "2025-03-15": 2, "2025-07-15": 3}
    assert days(time_zone="Asia/Kathmandu") == {"2025-03-15": 3, "2025-07-15": 3}
    with refused(-32602) as failure:
        days(time_zone="Middle/Earth")
    assert failure.value.data["field"] == "time_zone"


def test_d35_d36_d37_activities_are_recorded_once_and_wholly(team):
    session = start(team, team.ann)

    def activity(number: int) -> dict:
        return {
            "local_id": f"{session['local_id']}-{number}",
            "kind": ("comment", "approve", "request_changes")[number % 3],
            "repo_owner": "o",
            "repo_name": "r",
            "pr_number": 42,
            "session_local_id": session["local_id"],
            "occurred_at": session["started_at"] - 1000 + number,
        }

    batch = [activity(number) for number in range(100)]
    assert team.call(team.ann, "activity.record", activities=batch) == {"created": 100, "known": 0}
    assert team.call(team.ann, "activity.record", activities=batch) == {"created": 0, "known": 100}
    with refused(-32602) as failure:
        team.call(team.ann, "activity.record", activities=[*batch, activity(100)])
    assert (failure.value.data["field"], failure.value.data["limit"]) == ("activities", 100)
    with refused(-32602):
        team.call(team.ann, "activity.record", activities=[activity(101), {**activity(102), "local_id": ""}])
    listed = team.call(team.ben, "activity.list", id=session["id"], limit=200)["activities"]
    assert listed == batch, "a batch with one that is refused leaves nothing"


def test_rest_speaks_the_same_sessions(team):
    body = {"local_id": "rest", "repo_owner": "o", "repo_name": "r", "pr_number": 7}
    answer = rest(team, "/api/sessions/start", body, team.ann, **{"Idempotency-Key": "s"})
    assert answer.status_code == 200
    session = answer.json()
    assert rest(team, "/api/sessions/start", body, team.ann, **{"Idempotency-Key": "s"}).json() == session
    other = rest(team, "/api/sessions/start", {**body, "pr_number": 8}, team.ann, **{"Idempotency-Key": "s"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, -32009)
    path = f"/api/sessions/{session['id']}/end"
    assert rest(team, path, {"duration_seconds": 9}, team.ben).status_code == 404
    ended = rest(team, path, {"duration_seconds": 9}, team.ann)
    assert (ended.status_code, ended.json()["duration_seconds"]) == (200, 9)
    assert rest(team, path, b"", team.ann).json() == ended.json()
    assert rest(team, "/api/sessions/none/end", {}, team.ann).status_code == 404
    assert rest(team, "/api/sessions/start", {}, team.ann).json()["error"]["data"]["field"] == "local_id"
    assert rest(team, "/api/sessions/start", b"{", team.ann).status_code == 400
    activity = {"local_id": "rest-a", "kind": "comment", "repo_owner": "o", "repo_name": "r", "pr_number": 7}
    batch = rest(team, "/api/activities/batch", {"activities": [activity]}, team.ann)
    assert (batch.status_code, batch.json()) == (200, {"created": 1, "known": 0})
    form = team.http.request(
        "POST", path, user=team.ann, data="{}", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert form.status_code == 415


def beacon(team, token: str, *ends: dict, content_type: str = "text/plain;charset=UTF-8", **headers):
    return team.http.request(
        "POST",
        "/api/sync/sessions",
        data=json.dumps({"token": token, "sessions": list(ends)}),
        headers={"Content-Type": content_type, "Origin": "https://tracked.example", **headers},
    )


def test_a_beacon_ends_what_its_token_covers_and_nothing_else(team):
    mine, other = start(team, team.ann), start(team, team.ann)
    end = {"local_id": mine["local_id"], "duration_seconds": 12, "ended_at": mine["started_at"] + 12_000}
    assert beacon(team, "nonsense", end).status_code == 401
    assert beacon(team, other["beacon_token"], end).status_code == 403
    number, until, code = mine["beacon_token"].split(".")
    for forged in (f"{other['id']}.{until}.{code}", f"{number}.{int(until) + 1}.{code}", f"{number}.{until}."):
        assert beacon(team, forged, end).status_code == 401
    answer = beacon(team, mine["beacon_token"], {"local_id": other["local_id"]}, end)
    assert (answer.status_code, answer.json()) == (200, {"ended": [mine["local_id"]]})
    ended = team.call(team.ann, "session.get", id=mine["id"])
    assert (ended["duration_seconds"], ended["ended_reason"]) == (12, "closed")
    assert team.call(team.ann, "session.get", id=other["id"])["status"] == "active"
    assert beacon(team, mine["beacon_token"], {**end, "duration_seconds": 99}).status_code == 200
    assert team.call(team.ann, "session.end", id=mine["id"], duration_seconds=99) == ended
    assert totals(team, team.ann) == {team.ann: 12}


def test_a_beacon_is_renewed_by_a_heartbeat_and_is_no_sign_in(team):
    session = start(team, team.ann)
    renewed = team.call(team.ann, "session.heartbeat", id=session["id"])["beacon_token"]
    answer = team.http.request(
        "POST",
        "/rpc",
        data='{"jsonrpc":"2.0","id":1,"method":"user.me"}',
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {renewed}"},
    )
    assert answer.status_code == 401 or answer.json()["result"]["id"] != team.ann
    assert beacon(team, renewed, {"local_id": session["local_id"]}, content_type="application/json").status_code == 200
    assert team.call(team.ann, "session.get", id=session["id"])["status"] == "ended"
    assert "beacon_token" not in team.call(team.ann, "session.get", id=session["id"])


def test_a_beacon_has_at_most_64_kib(team):
    session = start(team, team.ann)
    ends = [{"local_id": session["local_id"]}] * 3000
    assert beacon(team, session["beacon_token"], *ends).status_code == 413
    assert team.call(team.ann, "session.get", id=session["id"])["status"] == "active"
    assert beacon(team, session["beacon_token"], {"local_id": ""}).status_code == 400
    form = beacon(team, session["beacon_token"], ends[0], content_type="application/x-www-form-urlencoded")
    assert form.status_code == 415


def test_a_disabled_persons_beacon_is_refused(team):
    session = start(team, team.ann)
    team.call(1, "admin.user_disable", user_id=team.ann)
    assert beacon(team, session["beacon_token"], {"local_id": session["local_id"]}).status_code == 401
    team.call(1, "admin.user_enable", user_id=team.ann)
    assert team.call(team.ben, "session.get", id=session["id"])["status"] == "active"


def test_a_silent_session_is_stale_and_its_own_end_corrects_it_once(new_hub, new_team):
    hub = new_hub({"limits.session_silence_ms": 2000})
    team = new_team(hub)
    ben = team.socket(team.ben)
    silent = start(team, team.ann, started_at=now_ms() - 100_000)
    team.call(team.ann, "session.heartbeat", id=silent["id"], duration_seconds=40)
    stale = ben.event("work_session.ended")["data"]["session"]
    assert (stale["id"], stale["ended_reason"], stale["duration_seconds"]) == (silent["id"], "stale", 40)
    assert stale["ended_at"] <= now_ms() - 1500, "the end is the last sign of life"
    assert totals(team, team.ann) == {team.ann: 40}
    assert team.call(team.ann, "session.heartbeat", id=silent["id"])["ended_reason"] == "stale"
    own = team.call(team.ann, "session.end", id=silent["id"], duration_seconds=90)
    assert (own["duration_seconds"], own["ended_reason"]) == (90, "ended")
    assert ben.event("work_session.updated")["data"]["session"] == own
    assert totals(team, team.ann) == {team.ann: 90}
    assert team.call(team.ann, "session.end", id=silent["id"], duration_seconds=7) == own
    assert totals(team, team.ann) == {team.ann: 90}
    assert "work_session.updated" not in [frame["type"] for frame in team.fence(ben)]


def test_a_heartbeat_keeps_a_session_alive_over_a_restart(new_hub, new_team):
    hub = new_hub({"limits.session_silence_ms": 3000})
    team = new_team(hub)
    session = start(team, team.ann)
    hub.restart(kill=True)
    deadline = time.monotonic() + 6
    while time.monotonic() < deadline:
        assert team.call(team.ann, "session.heartbeat", id=session["id"])["status"] == "active"
        time.sleep(0.5)


def test_an_end_is_seen_by_others_soon(team):
    ben, ann = team.socket(team.ben), team.socket(team.ann)
    delays = []
    for _ in range(100):
        session = ann.call(
            "session.start", local_id=f"soon-{next(NAMES)}", repo_owner="o", repo_name="r", pr_number=1
        )
        begin = time.monotonic()
        ann.send(
            {"jsonrpc": "2.0", "id": f"end-{session['id']}", "method": "session.end", "params": {"id": session["id"]}}
        )
        ben.wait_for(
            lambda frame: frame.get("type") == "work_session.ended" and frame["data"]["session"]["id"] == session["id"]
        )
        delays.append((time.monotonic() - begin) * 1000)
    delays.sort()
    print(f"an end is seen after {statistics.median(delays):.1f} ms (median), {delays[98]:.1f} ms (p99)")


@pytest.fixture
def martlet(team):
    def run(*arguments: str, user: int = team.ann) -> str:
        outcome = subprocess.run(
            [BINARY, *arguments, "--server", team.hub.url, "--user", str(user)],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert outcome.returncode == 0, outcome.stderr
        return outcome.stdout

    return run


def test_the_command_line_tracks_work(team, martlet):
    watch = subprocess.Popen(
        [BINARY, "session", "watch", "--json", "--count", "2", "--server", team.hub.url, "--user", str(team.ben)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert json.loads(watch.stdout.readline()) == {"sessions": [], "has_more": False}
    begun = json.loads(
        martlet("session", "start", "--repo-owner", "o", "--repo-name", "r", "--pr-number", "3", "--json")
    )
    activity = ("--kind", "approve", "--repo-owner", "o", "--repo-name", "r", "--pr-number", "3")
    martlet("activity", "record", *activity, "--session-local-id", begun["local_id"])
    assert "approve" in martlet("activity", "list", "--id", str(begun["id"]), user=team.ben)
    assert "o/r#3" in martlet("session", "list", "--status", "active", user=team.ben)
    martlet("session", "end", "--id", str(begun["id"]), "--duration-seconds", "30")
    lines = watch.communicate(timeout=30)[0].splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["work_session.started", "work_session.ended"]
    span = ("--from", str(now_ms() - DAY_MS), "--to", str(now_ms() + DAY_MS))
    assert martlet("session", "totals", *span, "--workspace-id", str(team.workspace)).split()[-1] == "30"
