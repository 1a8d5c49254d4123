# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL that is lost, and a standby that takes its place: DESIGN 1 and 8.

A synchronous standby has everything that was acknowledged, and nobody is told to load afresh. An asynchronous one may
have lost the last of it: then everyone who knows more than it is told so. `docs/operations.md` has what was measured.
"""

import asyncio
import contextlib
import os
import time

import pytest

from harness.client import RPCError
from harness.cluster import Cluster, missing
from harness.pair import Pair
from harness.postgres import programs
from harness.process import Hub, run
from harness.swarm import Member
from test_kill9 import history, judge, reached

FAILOVERS = int(os.environ.get("MARTLET_FAILOVERS", "3"))
SETTINGS = {
    "limits.rates": False,
    # Whoever was away is brought up to date, however much was said, and not told to load afresh instead.
    "limits.resume_events": 10_000,
    "limits.presence_grace_ms": 1500,
    "admission.window": "2s",
}

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module", autouse=True)
def _available():
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    if "Postgres" in run("config", "check", "--auth", "dev", settings={"database": "postgres://"}).stderr:
        pytest.skip("this martlet was built without the trait Postgres")


@pytest.fixture
def new_pair():
    pairs: list[Pair] = []

    def make(*, is_synchronous: bool) -> Pair:
        pairs.append(Pair(is_synchronous=is_synchronous))
        return pairs[-1]

    yield make
    for pair in pairs:
        pair.close()


@pytest.fixture
def new_server():
    """Makes servers in one process, on a database of the test's own."""
    hubs: list[Hub] = []

    def make(database: str) -> Hub:
        hubs.append(Hub(split=False, settings={**SETTINGS, "database": database}))
        return hubs[-1].start()

    yield make
    for hub in hubs:
        hub.close()


class Crowd:
    """Three who write and two who listen, as long as its context lasts."""

    def __init__(self, hub, team, kind: type[Member] = Member, without: tuple[int, ...] = ()):
        people = [user for user in team.people.values() if user not in without]
        self.team = team
        self.private = team.new_channel(*people[1:3], kind="private")
        channels = [team.channel, self.private]
        self.writers = [kind(hub, user, channels, 8, patience=30) for user in people[:3]]
        self.everyone = self.writers + [kind(hub, user, patience=30) for user in people[3:]]
        # The longest time in which nothing was acknowledged, in seconds, since it was last set to zero.
        self.standstill = 0.0
        self._tasks: list[asyncio.Task] = []

    async def __aenter__(self) -> "Crowd":
        self._tasks = [asyncio.create_task(member.run()) for member in self.everyone]
        self._tasks.append(asyncio.create_task(self._watch()))
        return self

    async def __aexit__(self, *_) -> None:
        for task in self._tasks:
            task.cancel()
        results = await asyncio.gather(*self._tasks, return_exceptions=True)
        assert [result for result in results if not isinstance(result, asyncio.CancelledError)] == []

    def join(self, member: Member) -> None:
        """Lets somebody listen too."""
        self.everyone.append(member)
        self._tasks.append(asyncio.create_task(member.run()))

    @property
    def acknowledged(self) -> int:
        return sum(len(writer.acknowledged) for writer in self.writers)

    async def send(self, count: int) -> None:
        target = self.acknowledged + count
        await reached(lambda: self.acknowledged >= target, 60, "sending")

    async def fall_silent(self) -> None:
        """Everyone has everything acknowledged, and has heard a last word after it."""
        for writer in self.writers:
            writer.is_writing = False
        await reached(lambda: all(writer.is_settled for writer in self.writers), 60, "the last acknowledgement")
        last = (await asyncio.to_thread(self.team.say, self.team.ann, "the last word"))["id"]
        heard = lambda one: one.heard.get(self.team.channel, [0])[-1]  # noqa: E731
        await reached(lambda: all(heard(one) == last for one in self.everyone), 60, "the last word")

    async def _watch(self) -> None:
        count, since = self.acknowledged, time.monotonic()
        while True:
            await asyncio.sleep(0.005)
            self.standstill = max(self.standstill, time.monotonic() - since)
            if self.acknowledged != count:
                count, since = self.acknowledged, time.monotonic()


class Witness(Member):
    """Somebody who, when told to load afresh, puts away what they heard before and begins anew."""

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        # What was acknowledged and heard each time before.
        self.past: list[tuple[dict[str, dict], dict[int, str]]] = []

    def _greeted(self, hello: dict) -> None:
        if self.position and not hello["resumed"]:
            self.past.append((self.acknowledged, self.bodies))
            self.acknowledged, self.bodies, self.heard, self.covered = {}, {}, {}, []
        super()._greeted(hello)


@contextlib.asynccontextmanager
async def gone(pair: Pair):
    await asyncio.to_thread(pair.primary.vanish)
    await asyncio.to_thread(pair.promote)
    yield


@contextlib.asynccontextmanager
async def standing_still(pair: Pair):
    await asyncio.to_thread(pair.primary.pause)
    await asyncio.to_thread(pair.promote)
    yield
    # It believes that it is the primary.
    pair.standby.proceed()


async def fail_over_again_and_again(crowd: Crowd, pair: Pair, fail, times: int) -> list[float]:
    """Returns for how many seconds nothing was acknowledged each time."""
    stood_still = []
    async with crowd:
        for _ in range(times):
            await crowd.send(150)
            crowd.standstill = 0.0
            async with fail(pair):
                await crowd.send(50)
                stood_still.append(crowd.standstill)
            await crowd.send(50)
            await asyncio.to_thread(pair.renew_standby)
        await crowd.fall_silent()
    return stood_still


def report(crowd: Crowd, pair: Pair, stood_still: list[float]) -> None:
    pauses = [f"{pause:.1f} ({promotion:.1f})" for pause, promotion in zip(stood_still, pair.promotions)]
    print(
        f"\n{len(pauses)} failovers, {crowd.acknowledged} messages acknowledged, "
        f"sends stood still (of which until the promotion) for {', '.join(pauses)} s"
    )


@pytest.mark.parametrize(
    "fail, times", [pytest.param(gone, FAILOVERS, id="gone"), pytest.param(standing_still, 1, id="standing still")]
)
def test_a_synchronous_standby_takes_over_and_nobody_notices(new_pair, new_server, new_team, fail, times):
    pair = new_pair(is_synchronous=True)
    hub = new_server(pair.url)
    team = new_team(hub, "dan", "eve")
    crowd = Crowd(hub, team)
    stood_still = asyncio.run(fail_over_again_and_again(crowd, pair, fail, times))
    judge(team, crowd.everyone, crowd.writers, crowd.private)
    assert [member.hellos for member in crowd.everyone] == [1] * 5, "nobody's connection was lost with it"
    report(crowd, pair, stood_still)


def test_commits_wait_for_a_synchronous_standby_and_say_so_when_it_is_gone(new_pair, new_server, new_team):
    pair = new_pair(is_synchronous=True)
    hub = new_server(pair.url)
    team = new_team(hub)
    before = team.say(team.ann, "before")["id"]
    pair.standby.vanish()
    began = time.monotonic()
    with pytest.raises(RPCError) as refused:
        team.say(team.ann, "meanwhile", idempotency_key="once")
    waited = time.monotonic() - began
    assert refused.value.data["outcome"] == "unknown"
    assert waited < 20
    assert [message["body"] for message in history(team, team.channel)] == ["before"], "reading goes on"
    assert not hub.is_ready()
    pair.standby.start()
    hub.wait_until_ready()
    after = team.say(team.ann, "meanwhile", idempotency_key="once")["id"]
    assert [message["id"] for message in history(team, team.channel)] == [before, after], "it was stored, once"
    print(f"\nwithout its standby a send was answered after {waited:.1f} s")


async def lose_the_last(crowd: Crowd, pair: Pair, sleeper: Witness) -> None:
    """Messages are acknowledged that the standby never hears of; then it takes over. Somebody is away all that time."""
    sleep = asyncio.create_task(sleeper.run())
    async with crowd:
        await crowd.send(100)
        sleep.cancel()
        await asyncio.gather(sleep, return_exceptions=True)
        await asyncio.to_thread(pair.part)
        await crowd.send(100)
        crowd.standstill = 0.0
        async with gone(pair):
            await reached(lambda: all(one.past for one in crowd.everyone), 60, "telling everyone")
        await crowd.send(200)
        crowd.join(sleeper)
        await crowd.fall_silent()


def judge_loss(team, crowd: Crowd, sleeper: Witness) -> None:
    # From there on nothing is missing and nothing is twice.
    judge(team, crowd.everyone, crowd.writers, crowd.private, may_resync=True)
    told = {one.user: one.resyncs for one in crowd.everyone}
    assert told.pop(sleeper.user) == [], "who knows nothing of what was lost goes on where they were"
    assert set(map(tuple, told.values())) == {("epoch",)}, "everyone else loads afresh, once"
    channels = (team.channel, crowd.private)
    stored = {message["id"]: message["body"] for channel in channels for message in history(team, channel)}
    lost = 0
    for member in crowd.everyone:
        for acknowledged, heard in member.past:
            assert len(heard) == len(set(heard.values())), "heard twice under two numbers"
            shared = max(number for number, body in heard.items() if stored.get(number) == body)
            others = [number for number, body in heard.items() if stored.get(number) != body]
            assert all(number > shared for number in others), "there is one past, up to the failover"
            lost += sum(stored.get(message["id"]) != key for key, message in acknowledged.items())
    assert lost > 0, "the standby was to have lost something"
    print(f"\n{lost} acknowledged messages were lost with the primary, sends stood still for {crowd.standstill:.1f} s")


def test_who_knows_more_than_an_asynchronous_standby_is_told_to_load_afresh(new_pair, new_server, new_team):
    pair = new_pair(is_synchronous=False)
    hub = new_server(pair.url)
    team = new_team(hub, "dan", "eve", "fay")
    sleeper = Witness(hub, team["fay"])
    crowd = Crowd(hub, team, Witness, without=(sleeper.user,))
    asyncio.run(lose_the_last(crowd, pair, sleeper))
    judge_loss(team, crowd, sleeper)


class TestCluster:
    """Two cores and an edge, which meet on NATS."""

    @pytest.fixture
    def new_cluster(self):
        if missing():
            pytest.skip(missing())
        clusters: list[Cluster] = []

        def make(pair: Pair) -> Cluster:
            settings = {**SETTINGS, "nats.lease": "1500ms", "nats.renewal": "500ms"}
            clusters.append(Cluster(settings, edges=1, database=pair))
            return clusters[-1].start()

        yield make
        for cluster in clusters:
            cluster.close()

    @pytest.mark.parametrize("fail", [pytest.param(gone, id="gone"), pytest.param(standing_still, id="standing still")])
    def test_both_cores_go_over_to_a_synchronous_standby_without_a_loss(self, new_pair, new_cluster, new_team, fail):
        pair = new_pair(is_synchronous=True)
        cluster = new_cluster(pair)
        team = new_team(cluster, "dan", "eve")
        crowd = Crowd(cluster, team)
        stood_still = asyncio.run(fail_over_again_and_again(crowd, pair, fail, 1))
        judge(team, crowd.everyone, crowd.writers, crowd.private)
        report(crowd, pair, stood_still)

    def test_who_knows_more_than_an_asynchronous_standby_is_told_to_load_afresh(self, new_pair, new_cluster, new_team):
        pair = new_pair(is_synchronous=False)
        cluster = new_cluster(pair)
        team = new_team(cluster, "dan", "eve", "fay")
        sleeper = Witness(cluster, team["fay"])
        crowd = Crowd(cluster, team, Witness, without=(sleeper.user,))
        asyncio.run(lose_the_last(crowd, pair, sleeper))
        judge_loss(team, crowd, sleeper)
