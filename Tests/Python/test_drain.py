# SPDX-License-Identifier: Apache-2.0
"""A planned stop is a resume: R3-29, DESIGN 4.2 and 4.4."""

import threading
import time

import pytest

from harness.client import HTTP, Closed, Socket
from harness.team import OPERATOR
from test_resume import say_many


def test_r3_29_a_stop_tells_everyone_closes_everyone_and_exits_with_zero(new_hub, new_team):
    hub = new_hub({"limits.drain_ms": 2000})
    team = new_team(hub)
    sockets = [team.socket(user) for user in (team.ann, team.ben, team.cat)]
    began = time.monotonic()
    hub.edge.handle.terminate()
    for socket in sockets:
        frame = socket.wait_for(lambda frame: frame.get("type") == "draining")
        assert frame["reconnect_after_ms"] >= 0
    for socket in sockets:
        assert socket.closed().code in (1001, 1012)
    assert hub.edge.wait() == 0
    assert time.monotonic() - began < 2 + 4
    assert set(hub.stop()) == {0}


def test_a_stop_without_connections_is_at_once(new_hub, new_team):
    hub = new_hub({"limits.drain_ms": 20_000})
    team = new_team(hub)
    team.say(team.ann, "and then")
    began = time.monotonic()
    assert set(hub.stop()) == {0}
    assert time.monotonic() - began < 8


def test_a_stop_with_connections_takes_no_longer_than_they_stay(new_hub, new_team):
    hub = new_hub({"limits.drain_ms": 20_000})
    team = new_team(hub)
    socket = team.socket(team.ann)
    began = time.monotonic()
    hub.edge.handle.terminate()
    socket.wait_for(lambda frame: frame.get("type") == "draining")
    socket.close()
    assert hub.edge.wait() == 0
    assert time.monotonic() - began < 8


def test_slots_are_spread_over_the_window(new_hub, new_team):
    hub = new_hub({"limits.drain_ms": 3000})
    team = new_team(hub)
    sockets = [team.socket(team.ben) for _ in range(15)]
    hub.edge.handle.terminate()
    slots = [
        socket.wait_for(lambda frame: frame.get("type") == "draining")["reconnect_after_ms"] for socket in sockets
    ]
    assert len(set(slots)) >= 8, slots
    assert max(slots) <= 5000
    assert hub.edge.wait() == 0


def test_nothing_acknowledged_during_a_drain_is_lost(new_hub, new_team):
    hub = new_hub({"limits.drain_ms": 1500})
    team = new_team(hub)
    socket, writer = team.socket(team.ben), team.socket(team.ann)
    acknowledged = []

    def write() -> None:
        try:
            for number in range(1000):
                acknowledged.append(writer.call("message.send", channel_id=team.channel, body=f"m{number}")["id"])
                is_writing.set()
        except Closed as closed:
            assert closed.code == 1012

    is_writing = threading.Event()
    thread = threading.Thread(target=write)
    thread.start()
    assert is_writing.wait(30)
    hub.edge.handle.terminate()
    thread.join()
    assert socket.closed().code == 1012
    assert hub.edge.wait() == 0
    hub.stop()
    hub.start()
    again = team.socket(team.ben, resume=socket.position)
    while again.hello["resumed"] and len(again.logged) < again.hello["replayed"]:
        again.receive()
    heard = [frame["seq"] for frame in socket.logged + again.logged if frame["type"] == "message.created"]
    assert heard == sorted(set(heard)) and set(acknowledged) <= set(heard)
    # A call that was taken was answered before its socket was closed: at most the one on its way is unanswered.
    assert len(heard) - len(acknowledged) <= 1


def test_calls_that_were_taken_are_answered_before_the_socket_is_closed(new_hub, new_team):
    hub = new_hub({"limits.drain_ms": 5000})
    team = new_team(hub)
    writer = team.socket(team.ann)
    for number in range(50):
        body = {"channel_id": team.channel, "body": f"m{number}"}
        writer.send({"jsonrpc": "2.0", "id": f"x{number}", "method": "message.send", "params": body})
    # The first answer says that the server is in the middle of them.
    writer.answer("x0")
    hub.edge.handle.terminate()
    assert writer.closed().code == 1012
    answered = {frame["id"] for frame in writer.frames if "jsonrpc" in frame}
    assert hub.edge.wait() == 0
    hub.stop()
    hub.start()
    stored = team.call(team.ann, "message.list", channel_id=team.channel, limit=100)["messages"]
    assert {f"x{message['body'][1:]}" for message in stored} == answered


def test_readiness_is_off_while_draining(new_hub, new_team):
    hub = new_hub({"limits.drain_ms": 4000})
    team = new_team(hub)
    socket = team.socket(team.ann)
    assert HTTP(hub).request("GET", "/readyz").json() == {"ready": True, "reasons": []}
    team.call(OPERATOR, "admin.drain", window_ms=3000)
    socket.wait_for(lambda frame: frame.get("type") == "draining")
    answer = HTTP(hub).request("GET", "/readyz")
    assert answer.status_code == 503 and "draining" in answer.json()["reasons"]
    assert HTTP(hub).request("GET", "/healthz").status_code == 200
    socket.close()


def test_a_sigint_ends_like_a_sigterm(new_hub, new_team):
    import signal

    hub = new_hub({"limits.drain_ms": 500})
    team = new_team(hub)
    socket = team.socket(team.ann)
    hub.edge.handle.send_signal(signal.SIGINT)
    assert socket.closed().code in (1001, 1012)
    assert hub.edge.wait() == 0


def test_a_rolling_restart_of_the_edge_loses_nothing(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no edge to restart alone")
    hub = new_hub({"limits.drain_ms": 500})
    team = new_team(hub)
    socket = team.socket(team.ben)
    heard = []
    for _ in range(3):
        say_many(team, 5)
        hub.edge.handle.terminate()
        socket.closed()
        assert hub.edge.wait() == 0
        hub.start_edge()
        heard += [frame["seq"] for frame in socket.logged]
        socket = Socket(hub, team.ben, resume=socket.position)
        assert socket.hello["resumed"]
    last = say_many(team, 1)[0]
    socket.wait_for(lambda frame: frame.get("seq") == last)
    heard += [frame["seq"] for frame in socket.logged]
    assert len(heard) == 16 and heard == sorted(set(heard))
    socket.close()
