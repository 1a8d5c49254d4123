# SPDX-License-Identifier: Apache-2.0
"""Who is there: R3-19 to R3-21, DESIGN 4.9 and REQUIREMENTS 3.6. The test server's grace is 1.5 s."""

import threading
import time
import unicodedata

import pytest

from harness.client import Closed, Socket, Stream
from harness.refusal import refused
from harness.team import Team

GRACE = 1.5


def status(team: Team, user: int, *, seen_by: int | None = None) -> str:
    page = team.call(seen_by or team.ann, "presence.list", workspace_id=team.workspace)
    return {entry["user_id"]: entry["status"] for entry in page["presence"]}[user]


def told(socket: Socket, user: int, online: str, timeout: float = 10) -> dict:
    """Waits until the socket is told so of that person, in a snapshot or a delta."""

    def says(frame: dict) -> bool:
        return frame.get("type") == "presence.updated" and any(
            entry["user_id"] == user and entry["status"] == online for entry in frame["data"]["users"]
        )

    return socket.wait_for(says, timeout)


def news_of(frames: list[dict], user: int) -> list[str]:
    return [
        entry["status"]
        for frame in frames
        if frame.get("type") == "presence.updated" and not frame["data"]["full"]
        for entry in frame["data"]["users"]
        if entry["user_id"] == user
    ]


def listen(socket: Socket, seconds: float) -> list[dict]:
    """What comes within a time: only for what must not come."""
    start, deadline = len(socket.frames), time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            socket.receive(left)
        except TimeoutError:
            break
    return socket.frames[start:]


def test_every_hello_is_followed_by_one_snapshot_of_each_workspace(team):
    for _ in range(5):
        with Socket(team.hub, team.ann) as socket:
            snapshot = socket.wait_for(lambda frame: frame.get("type") == "presence.updated" and frame["data"]["full"])
            assert "seq" not in snapshot, "presence has no place in the log"
            assert snapshot["data"]["workspace_id"] == team.workspace
            users = {entry["user_id"]: entry for entry in snapshot["data"]["users"]}
            assert set(users) == set(team.people.values())
            assert set(users[team.ann]) >= {"user_id", "status", "status_text"}
            assert users[team.ann]["status"] == "online", "who reads this is there"
            assert [frame for frame in listen(socket, 0.5) if frame.get("data", {}).get("full")] == []


def test_above_500_members_a_workspace_tells_whom_each_watches_and_nobody_else(new_hub, new_team):
    hub = new_hub()
    team = new_team(hub)
    members = [team.person(f"member-{number}") for number in range(500)]
    for member in members:
        team.call(team.ann, "workspace.member_add", workspace_id=team.workspace, user_id=member)

    watcher, other = team.socket(team.ann), team.socket(team.ben)
    for socket in (watcher, other, team.socket(members[0])):
        snapshot = socket.wait_for(lambda frame: frame.get("type") == "presence.updated")
        assert snapshot["data"] == {"workspace_id": team.workspace, "full": False, "users": []}

    watched, unwatched = members[1:3]
    answer = watcher.call("presence.watch", user_ids=[watched])
    assert [(entry["user_id"], entry["status"]) for entry in answer["presence"]] == [(watched, "offline")]
    team.socket(unwatched)
    tab = team.socket(watched)
    told(watcher, watched, "online")
    tab.close()
    told(watcher, watched, "offline")
    assert news_of(watcher.frames, unwatched) == []
    assert news_of(other.frames, watched) == []


def test_a_storm_of_arrivals_is_told_of_itself(new_hub, new_team):
    hub = new_hub({"limits.connections_per_user": 100})
    team = new_team(hub)
    sockets: list[Socket] = []
    arrive = [threading.Thread(target=lambda: sockets.append(Socket(hub, team.ben))) for _ in range(60)]
    for thread in arrive:
        thread.start()
    for thread in arrive:
        thread.join()
    assert len(sockets) == 60
    for socket in sockets:
        snapshot = socket.wait_for(lambda frame: frame.get("type") == "presence.updated" and frame["data"]["full"])
        assert {"user_id": team.ben, "status": "online"}.items() <= next(
            entry.items() for entry in snapshot["data"]["users"] if entry["user_id"] == team.ben
        )
        socket.close()


def test_r3_20_the_first_tab_comes_and_the_last_goes(team):
    ann = team.socket(team.ann)
    first = team.socket(team.ben)
    told(ann, team.ben, "online")
    second = team.socket(team.ben)
    first.close()
    assert news_of(listen(ann, GRACE + 1.5), team.ben) == []
    assert status(team, team.ben) == "online"
    second.close()
    began = time.monotonic()
    told(ann, team.ben, "offline")
    assert time.monotonic() - began < GRACE + 1, "who says goodbye is gone at once"
    assert status(team, team.ben) == "offline"


def test_whoever_is_lost_is_gone_after_the_grace(team):
    ann = team.socket(team.ann)
    ben = team.socket(team.ben)
    told(ann, team.ben, "online")
    began = time.monotonic()
    ben.drop()
    told(ann, team.ben, "offline", timeout=GRACE + 10)
    assert time.monotonic() - began >= GRACE - 0.2
    entry = told_last_seen(team, team.ben)
    assert entry is not None


def told_last_seen(team: Team, user: int):
    page = team.call(team.ann, "presence.list", workspace_id=team.workspace)
    return {entry["user_id"]: entry.get("last_seen") for entry in page["presence"]}[user]


def test_r3_20_nobody_sees_a_reconnect_within_the_grace(team):
    ann = team.socket(team.ann)
    ben = team.socket(team.ben)
    told(ann, team.ben, "online")
    # It may have been her snapshot that said so; then what is told of ben's arrival comes before what is told of cat's.
    team.socket(team.cat)
    told(ann, team.cat, "online")
    for _ in range(4):
        position = ben.position
        ben.drop()
        ben = team.socket(team.ben, resume=position)
    assert news_of(listen(ann, GRACE + 1.5), team.ben) == []
    assert status(team, team.ben) == "online"


def test_r3_20_after_a_storm_what_is_shown_is_what_is(team):
    ann = team.socket(team.ann)
    for turn in range(12):
        socket = team.socket(team.ben)
        socket.close() if turn % 2 else socket.drop()
    team.hub.core.wait_until(lambda: status(team, team.ben) == "offline", "to show ben offline", timeout=15)
    last = team.socket(team.ben)
    team.hub.core.wait_until(lambda: status(team, team.ben) == "online", "to show ben online", timeout=15)
    told(ann, team.ben, "online")
    listen(last, GRACE + 1)
    assert status(team, team.ben) == "online"
    last.close()


def test_a_stream_counts_as_a_connection(team):
    ann = team.socket(team.ann)
    with Stream(team.hub, team.ben) as stream:
        told(ann, team.ben, "online")
        assert status(team, team.ben) == "online"
    del stream
    told(ann, team.ben, "offline", timeout=GRACE + 15)


def test_a_long_poll_counts_while_it_waits_and_for_a_grace_after(team):
    ann = team.socket(team.ann)
    team.http.poll(team.ben, wait_ms=500)
    told(ann, team.ben, "online")
    told(ann, team.ben, "offline", timeout=GRACE + 20)


def test_strangers_are_told_nothing(team):
    stranger = team.person("dan")
    dan = team.socket(stranger)
    team.socket(team.ben).close()
    assert [frame for frame in listen(dan, GRACE + 1) if frame.get("type") == "presence.updated"] == []


def test_a_hidden_screen_is_spared_until_it_returns(team):
    ann = team.socket(team.ann)
    ann.event("presence.updated", workspace_id=team.workspace)
    ann.send({"type": "activity", "active": False})
    assert ann.call("user.me")
    ben = team.socket(team.ben)
    team.call(team.ben, "typing.relay", channel_id=team.channel, state="start")
    assert [frame["type"] for frame in listen(ann, 2.5) if frame.get("type") in ("typing", "presence.updated")] == []
    # Logged events do not wait.
    team.say(team.ben, "this does not wait")
    assert ann.message("this does not wait")
    ann.send({"type": "activity", "active": True})
    frame = told(ann, team.ben, "online")
    assert frame["data"]["full"] is True
    ben.close()


# --- The one writer of the bit ---------------------------------------------------------------------------------------


def test_r3_19_nobody_can_say_that_they_are_there(team):
    with refused(-32601):
        team.call(team.ben, "presence.mark_connection", user_id=team.ben, online=True)
    team.call(team.ben, "presence.update", status="online", status_text="not really")
    assert status(team, team.ben) == "offline"


def test_r3_19_a_status_text_has_a_hundred_scalars_and_may_be_cleared(team):
    ann = team.socket(team.ann)
    hundred = "😀" * 100
    assert team.call(team.ben, "presence.set_status_text", status_text=hundred)["status_text"] == hundred
    ann.wait_for(
        lambda frame: frame.get("type") == "presence.updated"
        and any(entry["user_id"] == team.ben and entry["status_text"] == hundred for entry in frame["data"]["users"])
    )
    with refused(-32602, field="status_text"):
        team.call(team.ben, "presence.set_status_text", status_text="x" * 101)
    # Counted after composition: two hundred scalars become a hundred.
    decomposed = unicodedata.normalize("NFD", "é" * 100)
    assert len(decomposed) == 200
    assert team.call(team.ben, "presence.set_status_text", status_text=decomposed)["status_text"] == "é" * 100
    assert team.call(team.ben, "presence.set_status_text", status_text="")["status_text"] == ""
    assert status(team, team.ben) == "offline", "a text says nothing about being there"


# --- Crashes ---------------------------------------------------------------------------------------------------------


def test_r3_21_a_restart_flips_nobody_who_comes_back(new_hub, new_team):
    hub = new_hub({"admission.window": "8s"})
    team = new_team(hub)
    ann, ben = team.socket(team.ann), team.socket(team.ben)
    told(ann, team.ben, "online")
    hub.restart(kill=True)
    ann_again = team.socket(team.ann, resume=ann.position)
    assert status(team, team.ben) == "online", "in grace for the admission window"
    ben_again = team.socket(team.ben, resume=ben.position)
    # Both read, and so answer their pings, for longer than the window.
    reader = threading.Thread(target=listen, args=(ben_again, 9))
    reader.start()
    frames = listen(ann_again, 9)
    reader.join()
    assert news_of(ann_again.frames, team.ben) == []
    snapshots = [frame for frame in ann_again.frames if frame.get("type") == "presence.updated" and frame not in frames]
    for frame in snapshots:
        assert {entry["status"] for entry in frame["data"]["users"] if entry["user_id"] == team.ben} <= {"online"}
    assert status(team, team.ben) == "online"
    ben_again.close()


def test_r3_21_who_does_not_come_back_after_a_crash_is_gone_after_the_window(new_hub, new_team):
    hub = new_hub({"admission.window": "2s"})
    team = new_team(hub)
    ann, ben = team.socket(team.ann), team.socket(team.ben)
    told(ann, team.ben, "online")
    hub.restart(kill=True)
    ann_again = team.socket(team.ann)
    told(ann_again, team.ben, "offline", timeout=GRACE + 12)
    assert status(team, team.ben) == "offline"
    with pytest.raises((Closed, OSError)):
        while True:
            ben.receive(5)


def test_a_crash_of_the_edge_alone_ends_in_what_is(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no edge to crash alone")
    hub = new_hub()
    team = new_team(hub)
    ann, ben = team.socket(team.ann), team.socket(team.ben)
    told(ann, team.ben, "online")
    hub.edge.kill()
    hub.start_edge()
    team.socket(team.ann, resume=ann.position)
    hub.core.wait_until(lambda: status(team, team.ben) == "offline", "to miss ben", timeout=30)
    assert status(team, team.ann) == "online"
    del ben
