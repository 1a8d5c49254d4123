# SPDX-License-Identifier: Apache-2.0
"""A store in PostgreSQL, with servers and databases that are killed, stopped and moved: DESIGN 2 and 8.

A binary without the trait, or a machine without PostgreSQL, has nothing to test.
"""

import asyncio
import os
import random
import shutil
import subprocess
import time

import pytest

from harness.client import RPCError
from harness.postgres import Postgres, programs
from harness.process import BINARY, Hub, environment, run
from harness.swarm import Member
from test_kill9 import history, judge, online, reached

QUICK = {"limits.rates": False, "limits.presence_grace_ms": 1500, "admission.window": "2s"}
KILLS = int(os.environ.get("MARTLET_DATABASE_KILLS", "5"))


@pytest.fixture(scope="module", autouse=True)
def _available():
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    if "Postgres" in run("config", "check", "--auth", "dev", settings={"database": "postgres://"}).stderr:
        pytest.skip("this martlet was built without the trait Postgres")


@pytest.fixture
def postgres():
    server = Postgres()
    try:
        yield server.start()
    finally:
        server.close()


@pytest.fixture
def core(postgres):
    """Makes servers that share the database, each with a data directory of its own."""
    hubs: list[Hub] = []

    def make(settings: dict | None = None, start: bool = True) -> Hub:
        hubs.append(Hub(split=False, settings={**QUICK, "database": postgres.url, **(settings or {})}))
        return hubs[-1].start() if start else hubs[-1]

    yield make
    for hub in hubs:
        hub.core.proceed() if hub.core.is_running else None
        hub.close()


def comes_true(condition, timeout: float = 15) -> bool:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


async def torture(hub: Hub, team, strike, strikes: int) -> list[Member]:
    """Strikes again and again while everyone writes; returns everyone, judged."""
    people = list(team.people.values())
    private = team.new_channel(*people[1:3], kind="private")
    writers = [Member(hub, user, [team.channel, private], 8) for user in people[:3]]
    listeners = [Member(hub, user) for user in people[3:]]
    everyone = writers + listeners
    tasks = [asyncio.create_task(member.run()) for member in everyone]
    generator = random.Random(strikes)
    acknowledged = lambda: sum(len(writer.acknowledged) for writer in writers)  # noqa: E731
    try:
        for _ in range(strikes):
            target = acknowledged() + generator.randrange(40, 160)
            await reached(lambda: acknowledged() >= target, 60, "sending")  # noqa: B023
            await asyncio.to_thread(strike)
        for writer in writers:
            writer.is_writing = False
        await reached(lambda: all(writer.is_settled for writer in writers), 90, "the last acknowledgement")
        last = team.say(team.ann, "the last word")["id"]
        await reached(lambda: all(one.heard.get(team.channel, [0])[-1] == last for one in everyone), 60, "the last word")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    judge(team, everyone, writers, private)
    return everyone


@pytest.mark.alone
@pytest.mark.parametrize("victim", ["database", "server"])
def test_kill9_loses_nothing_acknowledged_and_doubles_nothing(postgres, core, new_team, victim):
    hub = core()
    team = new_team(hub, "dan", "eve")

    def strike() -> None:
        if victim == "server":
            hub.core.kill()
            hub.start_core()
            return
        postgres.kill()
        postgres.start()

    everyone = asyncio.run(torture(hub, team, strike, KILLS))
    if victim == "database":
        assert [member.hellos for member in everyone] == [1] * len(everyone), "nobody's connection was lost with it"
        terms = int(postgres.ask("SELECT COUNT(*) FROM term")[0][0])
        assert terms > KILLS, "each time the server came back to the database it began a term"


@pytest.mark.alone
def test_a_core_that_stands_still_holds_up_the_others_for_seconds_only(core, new_team):
    first, second = core(), core()
    team = new_team(second)

    async def story() -> float:
        writers = [Member(first, team.people[name], [team.channel], 12) for name in ("ann", "ben", "cat")]
        tasks = [asyncio.create_task(writer.run()) for writer in writers]
        try:
            await reached(lambda: sum(len(one.acknowledged) for one in writers) > 100, 60, "sending")
            # In the middle of its work: it holds the log more often than not.
            first.core.pause()
            began = time.monotonic()
            await asyncio.to_thread(team.say, team.ann, "by way of the other")
            waited = time.monotonic() - began
            first.core.proceed()
            for writer in writers:
                writer.is_writing = False
            await reached(lambda: all(one.is_settled for one in writers), 60, "the last acknowledgement")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        assert [violation for one in writers for violation in one.violations] == []
        bodies = [message["body"] for message in history(team, team.channel)]
        assert len(bodies) == len(set(bodies))
        assert set(bodies) >= {key for one in writers for key in one.acknowledged}
        return waited

    assert asyncio.run(story()) < 9


def test_both_cores_hear_who_may_come_in(core, new_team):
    first, second = core(), core()
    team = new_team(first)
    dan = team.person("dan")
    there = new_team(second)
    assert comes_true(lambda: answers(there, dan)), "a new person is known to both"
    team.call(1, "admin.user_disable", user_id=dan)
    assert comes_true(lambda: not answers(there, dan)), "and so is that they are shut out"
    team.call(1, "admin.user_enable", user_id=dan)
    assert comes_true(lambda: answers(there, dan))


def answers(team, user: int) -> bool:
    try:
        team.call(user, "user.me")
        return True
    except RPCError:
        return False


def test_another_core_leads_when_the_one_that_did_is_gone_or_stands_still(postgres, core, new_team):
    first = core()
    second = core()
    lead = lambda: postgres.ask("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")  # noqa: E731
    [[holder]] = lead()
    team = new_team(first)
    team.socket(team.ben)
    assert comes_true(lambda: online(team) == {team.ben})
    first.core.pause()
    assert comes_true(lambda: lead() not in ([], [[holder]]), 20), "the other one leads"
    team.hub = second
    there = new_team(second)
    there.workspace, there.ann = team.workspace, team.ann
    assert comes_true(lambda: online(there) == set(), 20), "and knows nothing of the first one's connections"
    [[holder]] = lead()
    first.core.proceed()
    second.kill()
    assert comes_true(lambda: lead() not in ([], [[holder]]), 20), "and now the first one again"
    team.hub = first
    assert comes_true(lambda: online(team) == {team.ben}, 20)


def test_a_database_that_cannot_prove_who_it_is_is_refused(tmp_path):
    server = Postgres(speaks_tls=True)
    hub = None
    try:
        server.start()
        hub = Hub(split=False, settings={**QUICK, "database": server.tls_url()}).start()
        assert server.ask("SELECT DISTINCT ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) "
                          "WHERE application_name = 'martlet'") == [["t"]]
        hub.stop()
        stranger = tmp_path / "stranger.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-subj", "/CN=db.example", "-keyout", tmp_path / "stranger.key", "-out", stranger],
                       check=True, capture_output=True)
        for url in (server.tls_url("other.example"), server.tls_url(root=stranger)):
            refused = run("serve", "--auth", "dev", "--port", "0", "--data", str(tmp_path / "data"),
                          settings={"database": url})
            assert refused.returncode != 0
            assert "database: the database cannot be reached" in refused.stderr + refused.stdout
    finally:
        if hub:
            hub.close()
        server.close()


def upload(team, user: int, content: bytes) -> dict:
    answer = team.http.request("POST", "/v1/media?name=large.bin", user=user, data=content)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def download(team, user: int, media: dict, **headers) -> bytes:
    answer = team.http.request("GET", f"/v1/media/{media['id']}", user=user, headers=headers)
    assert answer.status_code in (200, 206), answer.text
    return answer.content


def test_what_one_core_was_sent_another_can_show(postgres, core, new_team):
    first, second = core(), core()
    team = new_team(first)
    content = random.Random(1).randbytes(700_001)
    media = upload(team, team.ann, content)
    team.say(team.ann, "look", attachments=[media["id"]])
    assert postgres.ask("SELECT COUNT(*), SUM(LENGTH(bytes)) FROM media_part") == [["3", "700001"]]
    there = new_team(second)
    assert download(there, team.ben, media) == content
    assert download(there, team.ben, media, Range="bytes=262140-262150") == content[262140:262151]
    shutil.rmtree(first.data / "media")
    assert download(team, team.ann, media) == content, "nothing of it is in a file"


def copy(hub: Hub, url: str, **more):
    return run("store", "copy", str(hub.data), url, timeout=300, **more)


def test_clients_resume_across_a_move_from_sqlite(postgres, core, new_team):
    hub = core({"database": ""}, start=False)
    del hub.core.settings["database"]
    hub.start()
    team = new_team(hub, "dan")
    media = upload(team, team.ann, b"x" * 300_000)
    thread = team.say(team.ann, "swallows over the tower", attachments=[media["id"]])["id"]
    team.call(team.ben, "message.react", message_id=thread, emoji="\N{BIRD}")
    team.say(team.ben, "seen", thread_id=thread)
    team.call(team.ben, "read.mark", channel_id=team.channel, last_read_msg=thread)
    team.call(team.ann, "canvas.create", channel_id=team.channel, title="nests", body="seven")
    team.call(team.ann, "session.start", local_id="one", repo_owner="o", repo_name="r", pr_number=1)
    async def story() -> list[Member]:
        everyone = [Member(hub, team.people[name], [team.channel], 4) for name in ("ann", "ben")]
        everyone += [Member(hub, team.people[name]) for name in ("cat", "dan")]
        tasks = [asyncio.create_task(member.run()) for member in everyone]
        writers = everyone[:2]
        try:
            await reached(lambda: sum(len(one.acknowledged) for one in writers) > 100, 60, "sending")
            # Cut off in the middle of everything, and moved as it lies there.
            hub.core.kill()
            refused = await asyncio.to_thread(move, hub, postgres)
            hub.core.settings["database"] = postgres.url
            await asyncio.to_thread(hub.start)
            more = sum(len(one.acknowledged) for one in writers) + 100
            await reached(lambda: sum(len(one.acknowledged) for one in writers) > more, 60, "sending again")
            for writer in writers:
                writer.is_writing = False
            await reached(lambda: all(one.is_settled for one in writers), 60, "the last acknowledgement")
            last = team.say(team.ann, "the last word")["id"]
            await reached(lambda: all(one.heard.get(team.channel, [0])[-1] == last for one in everyone), 60, "it")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        assert "a copy into it has not ended" in refused
        return everyone

    everyone = asyncio.run(story())
    private = team.new_channel(kind="private")
    judge(team, everyone, everyone[:2], private)
    assert [member.hellos for member in everyone] == [2] * len(everyone)
    assert [found["id"] for found in team.call(team.ben, "message.search", query="swallow*")["messages"]] == [thread]
    assert download(team, team.ben, media) == b"x" * 300_000
    assert team.person("eve") == max(team.people.values()), "numbers are counted on"
    again = copy(hub, postgres.url)
    assert again.returncode != 0 and "holds a store already" in again.stderr


def move(hub: Hub, postgres: Postgres) -> str:
    """Copies, having been cut off once; returns what a server says that is started in between."""
    begun = subprocess.Popen(
        [str(BINARY), "store", "copy", str(hub.data), postgres.url],
        env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    # Holds it up when it is almost done, until the end of this connection.
    barrier = subprocess.Popen(
        [programs() / "psql", "-X", "--dbname", postgres.url, "--command", HOLD_UP],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    assert comes_true(lambda: places(postgres) > 8), "it has begun, and stands still"
    begun.kill()
    begun.wait()
    postgres.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%LOCK TABLE%' AND pid <> pg_backend_pid()")
    barrier.wait()
    refused = run("serve", "--auth", "dev", "--port", "0", "--data", str(hub.directory / "other"),
                  settings={"database": postgres.url})
    done = copy(hub, postgres.url)
    assert done.returncode == 0, done.stderr
    assert "copied and compared" in done.stderr
    return refused.stderr


def places(postgres: Postgres) -> int:
    try:
        return int(postgres.ask("SELECT COUNT(*) FROM copy_place")[0][0])
    except subprocess.CalledProcessError:
        return 0


HOLD_UP = """
    DO $$ BEGIN
        WHILE to_regclass('copy_place') IS NULL LOOP
            COMMIT;
            PERFORM pg_sleep(0.001);
        END LOOP;
        LOCK TABLE work_session IN ACCESS EXCLUSIVE MODE;
        PERFORM pg_sleep(60);
    END $$
"""


def test_a_copy_says_what_is_wrong(postgres, core, tmp_path):
    assert "there is no store in" in run("store", "copy", str(tmp_path), postgres.url).stderr
    hub = core({"database": ""}, start=False)
    del hub.core.settings["database"]
    hub.start()
    assert "another martlet serves from this directory" in copy(hub, postgres.url).stderr
    hub.stop()
    assert "neither a postgres:// URL nor a file" in copy(hub, str(tmp_path / "nothing")).stderr
    (tmp_path / "database").write_text(postgres.url + "\n")
    assert copy(hub, str(tmp_path / "database")).returncode == 0
