# SPDX-License-Identifier: Apache-2.0
"""Long polls and server-sent events answer from the same log as sockets: DESIGN 4.1."""

import threading
import time

from harness.client import Stream
from test_resume import say_many


def test_a_poll_without_a_position_says_where_now_is(team):
    page = team.http.poll(team.ben)
    assert page["events"] == [] and page["more"] is False and page["resync"] is None
    assert page["epoch"] and page["seq"] > 0


def test_what_happened_since_is_told_in_order_and_once(team):
    start = team.http.poll(team.ben)
    ids = say_many(team, 7)
    page = team.http.poll(team.ben, start["seq"], start["epoch"])
    assert [event["seq"] for event in page["events"]] == ids
    assert page["seq"] >= ids[-1] and page["more"] is False
    assert team.http.poll(team.ben, page["seq"], page["epoch"])["events"] == []


def test_a_poll_says_the_same_as_a_socket(team):
    socket = team.socket(team.ben)
    start = socket.position
    sent = team.say(team.ann, f"for @ben-{team.token}", idempotency_key="k")
    team.call(team.ann, "message.react", message_id=sent["id"], emoji="👍")
    team.call(team.ben, "read.mark", channel_id=team.channel, last_read_msg=sent["id"])
    team.fence(socket)
    page = team.http.poll(team.ben, start[1], start[0])
    assert page["events"] == socket.logged


def test_a_waiting_poll_is_answered_when_something_happens(team):
    start = team.http.poll(team.ben)
    timer = threading.Timer(0.3, lambda: team.say(team.ann, "wake up"))
    timer.start()
    began = time.monotonic()
    page = team.http.poll(team.ben, start["seq"], start["epoch"], wait_ms=15_000)
    timer.join()
    assert time.monotonic() - began < 10
    assert [event["data"]["message"]["body"] for event in page["events"]] == ["wake up"]


def test_a_poll_that_waits_for_nothing_is_answered_in_the_end_with_a_newer_position(team):
    elsewhere = team.new_channel(team.cat, kind="private")
    start = team.http.poll(team.ben)
    say_many(team, 2, channel=elsewhere)
    began = time.monotonic()
    page = team.http.poll(team.ben, start["seq"], start["epoch"], wait_ms=500)
    assert page["events"] == [] and time.monotonic() - began >= 0.4
    assert page["seq"] > start["seq"]


def test_a_poll_waits_at_most_fifty_five_seconds(team):
    for value in ("55001", "-1", "soon"):
        answer = team.http.request("GET", f"/v1/events?wait_ms={value}", user=team.ben)
        assert answer.status_code == 400 and answer.json()["error"]["code"] == -32602


def test_a_page_has_at_most_five_hundred_events_and_says_that_there_is_more(team):
    start = team.http.poll(team.ben)
    ids = say_many(team, 620)
    first = team.http.poll(team.ben, start["seq"], start["epoch"])
    assert [event["seq"] for event in first["events"]] == ids[:500] and first["more"] is True
    second = team.http.poll(team.ben, first["seq"], first["epoch"])
    assert [event["seq"] for event in second["events"]] == ids[500:] and second["more"] is False


def test_pages_reach_back_only_so_far(new_hub, new_team):
    hub = new_hub({"limits.poll_reach": 20})
    team = new_team(hub)
    start = team.http.poll(team.ben)
    say_many(team, 20)
    assert len(team.http.poll(team.ben, start["seq"], start["epoch"])["events"]) == 20
    team.say(team.ann, "one more")
    page = team.http.poll(team.ben, start["seq"], start["epoch"])
    assert page["resync"] == "too_many" and page["events"] == []


def test_a_position_that_cannot_be_answered_from_says_why(team):
    now = team.http.poll(team.ben)
    assert team.http.poll(team.ben, now["seq"] + 10**6, now["epoch"])["resync"] == "ahead"
    assert team.http.poll(team.ben, now["seq"], "another")["resync"] == "epoch"
    answer = team.http.request("GET", "/v1/events?since=abc", user=team.ben).json()
    assert answer["resync"] == "invalid"
    assert answer["seq"] > 0 and answer["epoch"] == now["epoch"]


def test_a_stream_says_the_same_as_a_socket(team):
    socket = team.socket(team.ben)
    with Stream(team.hub, team.ben) as stream:
        assert stream.response.headers["Content-Type"].startswith("text/event-stream")
        team.http.poll(team.ben)
        ids = say_many(team, 3)
        frames = [stream.event("message.created") for _ in ids]
    team.fence(socket)
    assert frames == socket.seen("message.created")[:3]
    assert stream.last_event_id == f"{socket.hello['epoch']}:{ids[-1]}"


def test_a_stream_that_was_cut_goes_on_where_it_was(team):
    with Stream(team.hub, team.ben) as stream:
        first = team.say(team.ann, "first")["id"]
        assert stream.event("message.created")["seq"] == first
    missed = say_many(team, 5)
    with Stream(team.hub, team.ben, last_event_id=stream.last_event_id) as again:
        heard = [again.event("message.created")["seq"] for _ in missed]
    assert heard == missed


def test_a_stream_outlives_quiet(team):
    with Stream(team.hub, team.cat) as stream:
        time.sleep(3)  # Longer than the test server's heartbeat.
        team.say(team.ann, "still there?")
        assert stream.event("message.created")["data"]["message"]["body"] == "still there?"


def test_clients_of_every_kind_hear_the_same_log_across_a_restart(new_hub, new_team):
    hub = new_hub()
    team = new_team(hub)
    start = team.http.poll(team.ben)
    ids = say_many(team, 3)
    hub.restart(kill=True)
    ids += say_many(team, 3)
    page = team.http.poll(team.ben, start["seq"], start["epoch"])
    socket = team.socket(team.ben, resume=(start["epoch"], start["seq"]))
    with Stream(hub, team.ben, last_event_id=f"{start['epoch']}:{start['seq']}") as stream:
        streamed = [stream.event("message.created")["seq"] for _ in ids]
    while len(socket.logged) < socket.hello["replayed"]:
        socket.receive()
    assert [event["seq"] for event in page["events"]] == [frame["seq"] for frame in socket.logged] == streamed == ids
