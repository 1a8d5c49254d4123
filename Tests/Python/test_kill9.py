# SPDX-License-Identifier: Apache-2.0
"""kill -9 in a loop under load, judged from each client's own transcript: R3-1, R3-9, R3-28; DESIGN 1 and 7.

Every acknowledged message is heard exactly once and in order by everyone entitled to it, or that client was told to
resync; nothing unacknowledged appears twice; presence is right within its grace. `make kill-test` does it 1,000 times.
"""

import asyncio
import os
import random
import statistics
import time

import pytest

from harness.process import Hub
from harness.swarm import Member
from harness.team import Team

pytestmark = pytest.mark.alone
KILLS = int(os.environ.get("MARTLET_KILLS", "100"))
WRITERS, LISTENERS, WINDOW = 5, 3, 12


async def reached(condition, timeout: float, what: str) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {timeout} s")
        await asyncio.sleep(0.01)


async def torture(hub: Hub, team: Team, victim: str, kills: int) -> tuple[list[Member], list[float]]:
    """Kills the victim again and again while everyone writes; returns everyone, and the rates of sending."""
    people = list(team.people.values())
    private = team.new_channel(*people[1:5], kind="private")
    inside = people[:5]
    writers = [Member(hub, user, [team.channel, team.channel, private], WINDOW) for user in inside[:WRITERS]]
    listeners = [Member(hub, user) for user in people[WRITERS : WRITERS + LISTENERS]]
    everyone = writers + listeners
    tasks = [asyncio.create_task(member.run()) for member in everyone]
    rates = []
    generator = random.Random(kills)

    def acknowledged() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    try:
        for _ in range(kills):
            start, began = acknowledged(), time.monotonic()
            # At a random place in the traffic, and never at a quiet moment.
            target = start + generator.randrange(40, 160)
            await reached(lambda: acknowledged() >= target, 60, "sending")  # noqa: B023
            rates.append((acknowledged() - start) / (time.monotonic() - began))
            process = hub.core if victim == "core" else hub.edge
            process.kill()
            await asyncio.to_thread(hub.start_core if victim == "core" else hub.start_edge)
            if victim == "core":
                await asyncio.to_thread(hub.wait_until_ready)
        for writer in writers:
            writer.is_writing = False
        await reached(lambda: all(writer.is_settled for writer in writers), 60, "the last acknowledgement")
        last = team.say(team.ann, "the last word")["id"]
        await reached(
            lambda: all(member.heard.get(team.channel, [0])[-1] == last for member in everyone), 60, "the last word"
        )
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        assert isinstance(result, asyncio.CancelledError), result
    judge(team, everyone, writers, private)
    return everyone, rates


def judge(
    team: Team, everyone: list[Member], writers: list[Member], private: int | None = None, *, may_resync: bool = False
) -> None:
    """Judges what everyone heard in the team's channel, and in a private one that the writers alone are in."""
    assert [violation for member in everyone for violation in member.violations] == []
    stored = {channel: history(team, channel) for channel in (team.channel, private) if channel}
    bodies = {message["body"]: message["id"] for messages in stored.values() for message in messages}
    for channel, messages in stored.items():
        names = [message["body"] for message in messages]
        assert len(names) == len(set(names)), "a message was stored twice"
        ids = [message["id"] for message in messages]
        assert ids == sorted(set(ids))
        for member in everyone:
            heard = member.heard.get(channel, [])
            assert heard == sorted(set(heard)), "out of order, or twice"
            if channel == private and member not in writers:
                assert heard == [], "heard what was not for it"
                continue
            missing, extra = member.missed(ids, channel)
            assert (missing, extra) == ([], []), f"user {member.user}: covered {member.covered}"
    for member in everyone:
        for number, body in member.bodies.items():
            assert bodies[body] == number, "heard under another number than the one it is stored under"
    for writer in writers:
        for key, message in writer.acknowledged.items():
            assert bodies[key] == message["id"], "acknowledged, and not stored so"
    if not may_resync:
        # A killed server forgets nothing that it acknowledged, so nobody has to load afresh.
        assert [reason for member in everyone for reason in member.resyncs] == []


def history(team: Team, channel: int) -> list[dict]:
    messages, since = [], 0
    while True:
        page = team.call(team.ann, "message.list", channel_id=channel, since_id=since, limit=200)
        messages += page["messages"]
        if not page["has_more"]:
            return messages
        since = messages[-1]["id"]


def online(team: Team) -> set[int]:
    page = team.call(team.ann, "presence.list", workspace_id=team.workspace, limit=200)
    return {entry["user_id"] for entry in page["presence"] if entry["status"] == "online"}


@pytest.mark.parametrize("victim", ["server", "edge", "core"])
def test_kill9_under_load(new_hub, new_team, split, victim):
    if split == (victim == "server"):
        pytest.skip("there is no such process here")
    kills = KILLS * 2 // 5 if victim == "server" else KILLS - KILLS * 2 // 5
    kills = kills if victim == "server" else (kills + (victim == "core")) // 2
    hub = new_hub()
    team = new_team(hub, "dan", "eve", "fay", "gus", "hal")
    began = time.monotonic()
    everyone, rates = asyncio.run(torture(hub, team, victim, kills))
    rate = statistics.median(rates)
    print(
        f"\n{kills} kills of the {victim} in {time.monotonic() - began:.0f} s, "
        f"{sum(len(member.acknowledged) for member in everyone)} messages acknowledged, "
        f"{rate:.0f} sends a second between kills, {sum(member.hellos for member in everyone)} connections"
    )
    assert rate >= 100, "the kills are to come under load"
    # Everyone has gone without a word: within their grace nobody is there.
    hub.core.wait_until(lambda: online(team) == set(), "to show everyone gone", timeout=30)
    socket = team.socket(team.ben)
    hub.core.wait_until(lambda: online(team) == {team.ben}, "to show ben back", timeout=10)
    socket.close()
