# SPDX-License-Identifier: Apache-2.0
"""What `Examples/` shows to newcomers works as shown."""

import json
import subprocess
import sys
import threading
import time

import pytest

from harness.process import PATIENCE, ROOT, environment

CLIENT = ROOT / "Examples/python/client.py"


class Example:
    """The example client as a process: what is said to it, and the frames that it printed."""

    def __init__(self, hub, user: int, channel: int):
        self.frames: list[dict] = []
        self.process = subprocess.Popen(
            [sys.executable, str(CLIENT), hub.websocket_url, str(user), str(channel)],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.frames.append(json.loads(line))

    def say(self, body: str) -> None:
        self.process.stdin.write(body + "\n")
        self.process.stdin.flush()

    @property
    def hellos(self) -> list[dict]:
        return [frame for frame in self.frames if frame.get("type") == "hello"]

    @property
    def heard(self) -> list[str]:
        created = [frame for frame in self.frames if frame.get("type") == "message.created"]
        return [frame["data"]["message"]["body"] for frame in created]

    def wait_until(self, condition, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, f"the client ended before {what}"
            assert time.monotonic() < deadline, f"no {what} within {PATIENCE} s: {self.frames[-5:]}"
            time.sleep(0.01)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()


@pytest.fixture
def example():
    started: list[Example] = []

    def make(*arguments) -> Example:
        started.append(Example(*arguments))
        return started[-1]

    yield make
    for client in started:
        client.end()


def test_the_python_client_is_fewer_than_sixty_lines():
    assert len(CLIENT.read_text().splitlines()) < 60


def test_the_python_client_loses_and_doubles_nothing_when_its_server_is_killed(new_hub, new_team, example):
    hub = new_hub()
    team = new_team(hub)
    writer, listener = example(hub, team.ann, team.channel), example(hub, team.ben, team.channel)
    for client in (writer, listener):
        client.wait_until(lambda: client.hellos, "hello")  # noqa: B023
    said = []
    for life in range(3):
        for number in range(40):
            said.append(f"life {life}, number {number}")
            writer.say(said[-1])
            if number == 20 and life < 2:
                # In the middle of the traffic, and what is said meanwhile waits.
                listener.wait_until(lambda: len(listener.heard) >= len(said) - 10, "a message in flight")
                hub.kill()
        if life < 2:
            hub.start()
    for client in (writer, listener):
        client.wait_until(lambda: len(client.heard) >= len(said), "every message")  # noqa: B023
        assert client.heard == said
        assert len(client.hellos) == 3
        assert [hello["resumed"] for hello in client.hellos] == [False, True, True]
    history = team.call(team.ann, "message.list", channel_id=team.channel, limit=200)["messages"]
    assert [message["body"] for message in history] == said


def test_the_python_client_stops_where_a_close_code_says_so(hub, team, example):
    stranger = example(hub, 999_999, team.channel)
    assert stranger.process.wait(PATIENCE) == 1
    assert stranger.hellos == []
