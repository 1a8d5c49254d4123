# SPDX-License-Identifier: Apache-2.0
"""A backup made beside a running server, and what clients are told when it is put in its place: DESIGN 1, R3-9."""

import shutil

import pytest

from harness.client import Closed
from harness.process import run
from test_resume import replayed, say_many


@pytest.fixture
def restored(new_hub, new_team):
    """A server that goes on from a backup while clients know of a later past, and what they know."""
    hub = new_hub()
    team = new_team(hub)
    early = team.socket(team.ben)
    early.close()
    kept = say_many(team, 3)
    backup = hub.directory / "backup"
    answer = run("backup", "--data", str(hub.data), str(backup))
    assert answer.returncode == 0, answer.stderr
    # What happens after the backup is lost with the machine.
    live = team.socket(team.ben)
    lost = say_many(team, 20)
    live.wait_for(lambda frame: frame.get("seq") == lost[-1])
    hub.core.kill()
    shutil.move(hub.data, hub.directory / "old")
    answer = run("restore", str(backup), "--data", str(hub.data))
    assert answer.returncode == 0, answer.stderr
    hub.start_core()
    hub.wait_until_ready()
    return hub, team, early, kept, live, lost


def test_nothing_of_the_lost_future_is_resumed_into(restored):
    hub, team, early, kept, live, lost = restored
    # On an edge that outlived its core the socket is sent away; in one process it went with the server.
    closed = live.closed()
    assert closed.code == (3103 if hub.is_split else None)
    again = team.socket(team.ben, resume=live.position)
    assert (again.hello["resumed"], again.hello["resync"]) == (False, "epoch")
    assert again.hello["epoch"] != live.hello["epoch"]
    # Far enough on for each lost number to be some other event's: still nobody is told one for the other.
    again_said = say_many(team, 40)
    assert set(again_said) & set(lost), "the numbers are used again"
    for seq in (lost[0], lost[-1]):
        hello = team.socket(team.ben, resume=(live.hello["epoch"], seq)).hello
        assert (hello["resumed"], hello["resync"]) == (False, "epoch")
    heard = [again.wait_for(lambda frame, seq=seq: frame.get("seq") == seq)["seq"] for seq in again_said]
    assert heard == again_said
    # What the backup holds is resumed from exactly.
    back = team.socket(team.ben, resume=early.position)
    assert back.hello["resumed"]
    seqs = [frame["seq"] for frame in replayed(back) if frame["type"] == "message.created"]
    assert seqs == kept + again_said


def test_every_call_after_a_restore_sees_the_backup(restored):
    hub, team, _, kept, live, lost = restored
    with pytest.raises((Closed, OSError)):
        while True:
            live.receive(5)
    stored = team.call(team.ben, "message.list", channel_id=team.channel, limit=200)["messages"]
    assert [message["id"] for message in stored] == kept
