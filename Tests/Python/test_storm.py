# SPDX-License-Identifier: Apache-2.0
"""Everyone loses their connection at once and comes back at once, from one address: DESIGN 4.4, R3-9.

`MARTLET_STORM=10000` makes it as many as one machine's client can be; `make test` takes fewer.
"""

import asyncio
import os
import resource

import pytest

from harness.flock import Listener

pytestmark = pytest.mark.alone
COUNT = int(os.environ.get("MARTLET_STORM", "2000"))
PEOPLE = 20
PATIENCE = 60 + COUNT / 20


@pytest.fixture
def many_files():
    """Lets the server, and this process, have as many sockets as the machine allows."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    if before[1] < COUNT + 500:
        pytest.skip(f"this machine lets a process have {before[1]} files")
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def storm(team, listeners: list[Listener]) -> list[int]:
    """Lets all attach, cuts all off, says something, and lets all return; what they missed and then heard live."""
    await asyncio.gather(*(listener.come() for listener in listeners))
    for listener in listeners:
        listener.drop()
    missed = [(await asyncio.to_thread(team.say, team.ann, f"missed {number}"))["id"] for number in range(5)]
    returned = [asyncio.create_task(listener.come()) for listener in listeners]
    listening = [asyncio.create_task(listen(listener, task)) for listener, task in zip(listeners, returned)]
    await asyncio.gather(*returned)
    live = (await asyncio.to_thread(team.say, team.ann, "everybody is back"))["id"]
    await asyncio.gather(*listening)
    return [*missed, live]


async def listen(listener: Listener, returned: asyncio.Task) -> None:
    await returned
    await listener.listen("everybody is back")


def test_everyone_drops_at_once_and_comes_back_at_once(many_files, new_hub, new_team):
    hub = new_hub(
        {
            "limits.rates": True,
            "limits.connections_per_user": COUNT,
            # The clients are one busy process.
            "limits.heartbeat_ms": 60_000,
            "limits.heartbeat_timeout_ms": 60_000,
            "admission.per_second": COUNT // 4,
            "admission.burst": COUNT // 8,
        }
    )
    team = new_team(hub, *(f"p{number}" for number in range(PEOPLE)))
    people = [team[f"p{number}"] for number in range(PEOPLE)]
    listeners = [Listener(hub, people[number % PEOPLE]) for number in range(COUNT)]
    expected = asyncio.run(asyncio.wait_for(storm(team, listeners), PATIENCE))
    assert [listener.refused for listener in listeners if listener.refused] == [], "an address is let in as a whole"
    assert all(listener.hello["resumed"] for listener in listeners)
    assert [listener.heard for listener in listeners if listener.heard != expected] == [], "lost, doubled or displaced"
    if COUNT > 1000:
        assert any(listener.asked_to_wait for listener in listeners), "they were let in at a rate"
