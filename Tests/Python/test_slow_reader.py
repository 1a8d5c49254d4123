# SPDX-License-Identifier: Apache-2.0
"""A reader that cannot keep up costs itself alone: R3-16, R3-17, DESIGN 2 and 4.3."""

import socket as sockets
import time

import pytest

from harness.client import Closed, Socket
from test_resume import say_many


class Deaf:
    """A WebSocket client that has shaken hands and then reads nothing."""

    def __init__(self, hub, user: int):
        self.raw = sockets.create_connection(("127.0.0.1", hub.port))
        self.raw.sendall(
            f"GET /ws/user/{user} HTTP/1.1\r\nHost: 127.0.0.1:{hub.port}\r\nConnection: Upgrade\r\n"
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        self.raw.settimeout(10)
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.raw.recv(1)
        assert head.startswith(b"HTTP/1.1 101"), head

    def close(self) -> None:
        self.raw.close()


def memory(process) -> int:
    with open(f"/proc/{process.handle.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def test_r3_17_a_reader_that_stops_is_closed_and_the_others_hear_everything(new_hub, new_team):
    # Nobody answers pings while the messages are sent: what is looked at here is not silence.
    hub = new_hub({"tail.entries": 200, "limits.heartbeat_ms": 300_000, "limits.heartbeat_timeout_ms": 60_000})
    team = new_team(hub)
    deaf = Deaf(hub, team.cat)
    ben = team.socket(team.ben)
    before = memory(hub.edge)
    ids = []
    for _ in range(12):
        for _ in range(50):
            ids.append(team.say(team.ann, "x" * 12_000)["id"])
    heard = ben.wait_for(lambda frame: frame.get("seq") == ids[-1])
    assert heard and [frame["seq"] for frame in ben.seen("message.created")] == ids
    # 7 MB went by: nothing of it is kept for the one that does not read, but the tail and a few buffers.
    assert memory(hub.edge) - before < 40 * 1024 * 1024
    # Once it reads again it finds that it was let go, with a code that says: resume.
    data = b""
    deaf.raw.settimeout(20)
    while chunk := deaf.raw.recv(65536):
        data += chunk
    assert data[-64:].find((3101).to_bytes(2, "big")) >= 0
    deaf.close()


def test_r3_17_who_fell_behind_resumes(new_hub, new_team):
    hub = new_hub({"limits.heartbeat_ms": 60_000})
    team = new_team(hub)
    slow = team.socket(team.cat)
    ids = say_many(team, 400)
    # It reads late, but it reads everything: the log's tail is its buffer.
    time.sleep(1)
    slow.wait_for(lambda frame: frame.get("seq") == ids[-1])
    assert [frame["seq"] for frame in slow.seen("message.created")] == ids


def test_r3_16_a_half_open_socket_is_closed_and_its_owner_leaves(new_hub, new_team):
    hub = new_hub({"limits.heartbeat_ms": 1000, "limits.heartbeat_timeout_ms": 1000, "limits.presence_grace_ms": 500})
    team = new_team(hub)
    ann = team.socket(team.ann)
    silent = Socket(hub, team.ben, answers_pings=False)
    began = time.monotonic()
    closed = silent.closed(timeout=15)
    assert closed.code == 3100
    assert time.monotonic() - began <= 2 * 1 + 1 + 4
    ann.wait_for(
        lambda frame: frame.get("type") == "presence.updated"
        and any(entry["user_id"] == team.ben and entry["status"] == "offline" for entry in frame["data"]["users"])
    )


def test_r3_16_any_frame_is_a_sign_of_life(new_hub, new_team):
    hub = new_hub({"limits.heartbeat_ms": 1000, "limits.heartbeat_timeout_ms": 1000})
    team = new_team(hub)
    socket = Socket(hub, team.ben, answers_pings=False)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        socket.call("user.me")
        time.sleep(0.2)
    assert len(socket.pings) >= 2
    with pytest.raises(Closed) as closed:
        while True:
            socket.receive(15)
    assert closed.value.code == 3100
