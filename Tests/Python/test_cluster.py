# SPDX-License-Identifier: Apache-2.0
"""Two cores, three edges, PostgreSQL and NATS, of which every part is killed, stopped and cut off: DESIGN 8.

Judged from what each client was told: `docs/cluster.md` says what has to hold. MARTLET_CLUSTER_KILLS makes the kills more.
"""

import asyncio
import collections
import contextlib
import itertools
import os
import random
import statistics
import time

import pytest

from harness.client import Closed, Socket
from harness.cluster import Cluster, missing
from harness.swarm import Member
from harness.team import Team
from harness.traveller import Traveller
from harness.watcher import Watcher
from test_kill9 import judge, online, reached

KILLS = int(os.environ.get("MARTLET_CLUSTER_KILLS", "56"))
LEASE, GRACE = 3.0, 1.5
# How long something stands still or is cut off: longer than anybody waits for it.
ABSENCE = 8.0
# Over how long an edge that goes away spreads the returns of its people.
SPREAD = 5.0
SETTINGS = {
    "limits.rates": False,
    # Whoever was away is brought up to date, however much was said, and not told to load afresh instead.
    "limits.resume_events": 10_000,
    "limits.presence_grace_ms": int(GRACE * 1000),
    "limits.heartbeat_ms": 4000,
    "limits.heartbeat_timeout_ms": 4000,
    "admission.window": "3s",
    "nats.lease": f"{int(LEASE * 1000)}ms",
    "nats.renewal": f"{int(LEASE * 1000) // 3}ms",
}

pytestmark = [pytest.mark.alone, pytest.mark.skipif(missing() is not None, reason=str(missing()))]


@pytest.fixture(scope="module")
def cluster():
    cluster = Cluster(SETTINGS)
    try:
        yield cluster.start()
    finally:
        cluster.close()


@pytest.fixture
def new_cluster_team(cluster):
    """Makes workspaces in the cluster, once all of it works."""
    teams: list[Team] = []

    def make(*others: str) -> Team:
        cluster.wait_until_ready()
        teams.append(Team(cluster, *others))
        return teams[-1]

    yield make
    for team in teams:
        team.close()


# --- What goes wrong -------------------------------------------------------------------------------------------------


def kill_and_start(victim) -> None:
    victim.kill()
    victim.start()


@contextlib.contextmanager
def stopped(process):
    process.pause()
    try:
        yield
    finally:
        process.proceed()


@contextlib.contextmanager
def cut_off(process):
    for cable in process.cables:
        cable.pull()
    try:
        yield
    finally:
        for cable in process.cables:
            cable.plug()


# --- Messages --------------------------------------------------------------------------------------------------------


def crowd(cluster: Cluster, team: Team, private: int) -> tuple[list[Member], list[Member]]:
    """Five who write and four who listen: one of each on every edge, the others on any, each time they come."""
    people = list(team.people.values())
    places = [*cluster.edges, cluster, cluster]
    channels = [team.channel, team.channel, private]
    writers = [Member(place, user, channels, 6, patience=8) for place, user in zip(places, people[:5])]
    listeners = [Member(place, user, patience=8) for place, user in zip(places, people[5:9])]
    return writers, listeners


async def torture(cluster: Cluster, team: Team) -> None:
    private = team.new_channel(*list(team.people.values())[1:5], kind="private")
    writers, listeners = crowd(cluster, team, private)
    everyone = writers + listeners
    tasks = [asyncio.create_task(member.run()) for member in everyone]
    generator = random.Random(KILLS)
    rates: list[float] = []
    killed: collections.Counter[str] = collections.Counter()
    began = time.monotonic()

    def acknowledged() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    async def send(count: int) -> None:
        # What was just struck has to serve again first; then it counts how fast.
        start = acknowledged()
        await reached(lambda: acknowledged() >= start + 10, 60, "sending")
        start, since = acknowledged(), time.monotonic()
        await reached(lambda: acknowledged() >= start + count, 60, "sending")
        rates.append((acknowledged() - start) / (time.monotonic() - since))

    async def kill(name: str, victim) -> None:
        # At a random place in the traffic, and never at a quiet moment.
        await send(generator.randrange(40, 160))
        await asyncio.to_thread(kill_and_start, victim)
        killed[name] += 1

    async def endure(name: str, absence, whom, meanwhile: str) -> None:
        """Something is away for so long, and in the middle of it something else is killed."""
        await send(50)
        absentee = await asyncio.to_thread(whom)
        with absence(absentee):
            moment = generator.uniform(0, ABSENCE / 2)
            await asyncio.sleep(moment)
            await asyncio.to_thread(kill_and_start, generator.choice(parts[meanwhile]))
            await asyncio.sleep(ABSENCE - moment)
        killed[name] += 1
        killed[meanwhile] += 1

    parts = {
        "core": cluster.cores,
        "edge": cluster.edges,
        "nats-server": [cluster.bus],
        "PostgreSQL": [cluster.database],
    }
    some_edge = lambda: generator.choice(cluster.edges)  # noqa: E731
    absences = itertools.cycle(
        [
            ("leading core stopped", stopped, lambda: cluster.leader, "nats-server"),
            ("leading core cut off", cut_off, lambda: cluster.leader, "edge"),
            ("edge stopped", stopped, some_edge, "PostgreSQL"),
            ("edge cut off", cut_off, some_edge, "core"),
        ]
    )
    try:
        for number, kind in zip(range(KILLS), itertools.cycle(parts)):
            await kill(kind, generator.choice(parts[kind]))
            # Four in 56 kills, and as many more as there are more kills.
            if number % 14 == 13:
                await endure(*next(absences))
        for writer in writers:
            writer.is_writing = False
        await reached(lambda: all(writer.is_settled for writer in writers), 60, "the last acknowledgement")
        seconds = time.monotonic() - began
        await asyncio.to_thread(cluster.wait_until_ready)
        last = (await asyncio.to_thread(team.say, team.ann, "the last word"))["id"]
        await reached(
            lambda: all(member.heard.get(team.channel, [0])[-1] == last for member in everyone), 60, "the last word"
        )
        there = {member.user for member in everyone}
        await reached_in_thread(lambda: online(team) == there, LEASE + GRACE + 10, "to show everyone there")
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        assert isinstance(result, asyncio.CancelledError), result
    judge(team, everyone, writers, private, may_resync=True)
    resyncs = collections.Counter(reason for member in everyone for reason in member.resyncs)
    rate = statistics.median(rates)
    print(
        f"\n{', '.join(f'{count} × {name}' for name, count in killed.items())} in {seconds:.0f} s; "
        f"{acknowledged()} messages acknowledged, {acknowledged() / seconds:.0f} a second in all and {rate:.0f} between "
        f"strikes; {sum(map(len, (ids for member in everyone for ids in member.heard.values())))} heard, "
        f"{sum(member.hellos for member in everyone)} connections, told to load afresh: {dict(resyncs) or 'nobody'}"
    )
    assert rate >= 100, "the kills are to come under load"


async def reached_in_thread(condition, timeout: float, what: str) -> None:
    deadline = time.monotonic() + timeout
    while not await asyncio.to_thread(condition):
        assert time.monotonic() < deadline, f"{what} did not happen within {timeout} s"
        await asyncio.sleep(0.2)


def test_whatever_is_killed_stopped_or_cut_off_every_message_comes_once_and_in_order(cluster, new_cluster_team):
    team = new_cluster_team("dan", "eve", "fay", "gus", "hal", "ida")
    asyncio.run(torture(cluster, team))
    # Everyone has gone without a word.
    cluster.edges[0].wait_until(lambda: online(team) == set(), "to show everyone gone", timeout=30)


# --- Presence --------------------------------------------------------------------------------------------------------

# After a lease and the grace, each looked at once a second, and told at most once a second.
GONE = LEASE + GRACE + 4


@pytest.fixture
def watchers(cluster, new_cluster_team):
    """A team of which two watch on the first two edges."""
    team = new_cluster_team("dan", "eve")
    watchers = [Watcher(edge, user) for edge, user in zip(cluster.edges, (team.ann, team.ben))]
    for watcher in watchers:
        watcher.wait_for({team.ann: ["online"], team.ben: ["online"]}, 30)
        watcher.forget()
    yield team, watchers
    for watcher in watchers:
        watcher.close()


def arrive(hub, user: int) -> Socket:
    """Attaches, however often the edge asks to come later because it is without a core."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return Socket(hub, user)
        except Closed as closed:
            assert closed.code == 1013 and time.monotonic() < deadline
            time.sleep(0.1)


def see(watchers: list[Watcher], expected: dict[int, list[str]], timeout: float) -> float:
    """Waits until all have seen these changes and no others; forgets them."""
    seconds = max(watcher.wait_for(expected, timeout) for watcher in watchers)
    for watcher in watchers:
        watcher.forget()
    return seconds


def test_the_people_of_an_edge_that_dies_stands_still_or_is_cut_off_leave_and_nobody_else_does(cluster, watchers):
    team, watchers = watchers
    edge, people = cluster.edges[2], (team["dan"], team["eve"])
    gone, back = {user: ["offline"] for user in people}, {user: ["online"] for user in people}

    sockets = [Socket(edge, user) for user in people]
    see(watchers, back, 30)
    edge.kill()
    took = {"killed": see(watchers, gone, GONE)}
    edge.start()
    sockets = [arrive(edge, user) for user in people]
    see(watchers, back, 30)
    for name, absence in (("stopped", stopped), ("cut off", cut_off)):
        with absence(edge):
            took[name] = see(watchers, gone, GONE)
        # Their connections have been there all the time.
        took[f"back after it was {name}"] = see(watchers, back, 15)
    for socket in sockets:
        socket.close()
    see(watchers, gone, 15)
    print("\npeople of an edge, seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in took.items()))


def restart(victim):
    @contextlib.contextmanager
    def absence(cluster):
        process = victim(cluster)
        process.kill()
        yield
        process.start()

    return absence


@pytest.mark.parametrize(
    "absence, is_noticed_within",
    [
        pytest.param(restart(lambda cluster: cluster.leader), True, id="leading core killed"),
        pytest.param(lambda cluster: stopped(cluster.leader), True, id="leading core stopped"),
        pytest.param(lambda cluster: cut_off(cluster.leader), True, id="leading core cut off"),
        pytest.param(restart(lambda cluster: cluster.bus), False, id="nats-server killed"),
        pytest.param(restart(lambda cluster: cluster.database), False, id="PostgreSQL killed"),
    ],
)
def test_nobody_leaves_for_what_becomes_of_anything_else(cluster, watchers, absence, is_noticed_within):
    team, watchers = watchers

    def come_and_go() -> float:
        """That cat comes and goes is seen on both edges, and nothing else."""
        began = time.monotonic()
        with arrive(cluster.edges[0], team.cat):
            see(watchers, {team.cat: ["online"]}, 30)
            took = time.monotonic() - began
        see(watchers, {team.cat: ["offline"]}, 30)
        return took

    with absence(cluster):
        # Another leads meanwhile.
        if is_noticed_within:
            print(f"\nsomebody's arrival was told after {come_and_go():.1f} s")
    come_and_go()
    # Nor does anybody later, when what was believed of them has run out.
    deadline = time.monotonic() + LEASE + GRACE + 2
    while time.monotonic() < deadline:
        assert [watcher.changes for watcher in watchers] == [{}, {}]


# --- Rolling restart -------------------------------------------------------------------------------------------------

LISTENERS = 90


async def roll(cluster: Cluster, team: Team) -> None:
    people = list(team.people.values())
    writers = [Traveller(cluster, user, [team.channel], 4) for user in people[:3]]
    listeners = [Traveller(cluster.edges[number % 3], people[3 + number % 7]) for number in range(LISTENERS)]
    everyone = writers + listeners
    tasks = [asyncio.create_task(member.run()) for member in everyone]

    def acknowledged() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    def hellos() -> int:
        return sum(member.hellos for member in everyone)

    async def go_on(process) -> None:
        assert await asyncio.to_thread(process.stop) == 0
        await asyncio.to_thread(process.start)
        start = acknowledged()
        await reached(lambda: acknowledged() >= start + 100, 60, "sending")

    try:
        await reached(lambda: all(member.hellos for member in everyone), 60, "attaching")
        began, first = time.monotonic(), acknowledged()
        for core in cluster.cores:
            await go_on(core)
        assert hellos() == len(everyone), "nobody reconnects for a core"
        for edge in cluster.edges:
            # Whoever was here goes to any other edge, as a load balancer would send them.
            staying = [member for member in listeners if member.hub is edge]
            for member in staying:
                member.hub = Elsewhere(cluster, edge)
            stopped_at = time.monotonic()
            await go_on(edge)
            await reached(lambda: all(member.arrivals[-1] > stopped_at for member in staying), 60, "coming back")  # noqa: B023
            returned = sorted(member.arrivals[-1] - stopped_at for member in staying)
            busiest = max(sum(begin <= when < begin + 1 for when in returned) for begin in returned)
            print(
                f"\n{edge.name} restarted: {len(returned)} came back between {returned[0]:.1f} and {returned[-1]:.1f} s, "
                f"at most {busiest} of them within a second"
            )
            assert returned[-1] - returned[0] >= SPREAD / 2, "they are spread"
            assert busiest <= len(returned) * 2 / 3, "they do not come all at once"
        seconds = time.monotonic() - began
        rate = (acknowledged() - first) / seconds
        for writer in writers:
            writer.is_writing = False
        await reached(lambda: all(writer.is_settled for writer in writers), 60, "the last acknowledgement")
        last = (await asyncio.to_thread(team.say, team.ann, "the last word"))["id"]
        await reached(
            lambda: all(member.heard.get(team.channel, [0])[-1] == last for member in everyone), 60, "the last word"
        )
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        assert isinstance(result, asyncio.CancelledError), result
    judge(team, everyone, writers)
    print(f"\nrolled in {seconds:.0f} s at {rate:.0f} sends a second, {hellos()} connections, nobody told to resync")


class Elsewhere:
    """Any edge of a cluster but one."""

    def __init__(self, cluster: Cluster, edge):
        self.edges = [other for other in cluster.edges if other is not edge]

    @property
    def websocket_url(self) -> str:
        return random.choice(self.edges).websocket_url


def test_a_rolling_restart_of_everything_loses_nothing_and_is_no_storm(cluster, new_cluster_team):
    team = new_cluster_team(*(f"p{number}" for number in range(7)))
    asyncio.run(roll(cluster, team))
