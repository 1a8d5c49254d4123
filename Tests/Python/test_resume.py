# SPDX-License-Identifier: Apache-2.0
"""Resume without loss: DESIGN 1, 4.1 and 4.2; R3-9, R3-13, R3-28."""

import shutil
import threading

import pytest

from harness.client import HTTP, RPCError, Socket
from harness.team import OPERATOR, Team


def say_many(team: Team, count: int, channel: int | None = None, user: int | None = None) -> list[int]:
    """Sends messages in batches, and returns their ids."""
    ids = []
    for first in range(0, count, 50):
        batch = [
            {
                "jsonrpc": "2.0",
                "id": number,
                "method": "message.send",
                "params": {"channel_id": channel or team.channel, "body": f"m{number}"},
            }
            for number in range(first, min(first + 50, count))
        ]
        answers = team.http.post(batch, user=user or team.ann).json()
        ids += [answer["result"]["id"] for answer in answers]
    return ids


def replayed(socket: Socket) -> list[dict]:
    """Reads what the hello promised, and returns it."""
    while len(socket.logged) < socket.hello["replayed"]:
        socket.receive()
    return socket.logged


def test_hello_comes_first_and_says_where_the_connection_stands(team):
    hello = team.socket(team.ben).hello
    assert hello["v"] == 1
    assert hello["user_id"] == team.ben
    assert hello["connection_id"] and hello["epoch"]
    assert hello["resumed"] is False and hello["resync"] is None and hello["replayed"] == 0
    assert hello["from"] == hello["to"] == hello["seq"] > 0
    assert hello["heartbeat_ms"] == hello["limits"]["heartbeat_ms"]
    assert hello["limits"]["message_body_bytes"] == 16 * 1024
    assert abs(hello["server_time_ms"] / 1000 - __import__("time").time()) < 60


def test_who_comes_without_a_position_is_live_from_now(team):
    team.say(team.ann, "before")
    socket = team.socket(team.ben)
    team.say(team.ann, "after")
    assert socket.message("after")
    assert [frame["data"]["message"]["body"] for frame in socket.seen("message.created")] == ["after"]


def test_r3_9_nothing_missed_resumes_with_nothing(team):
    first = team.socket(team.ben)
    first.close()
    hello = team.socket(team.ben, resume=first.position).hello
    assert (hello["resumed"], hello["replayed"], hello["from"]) == (True, 0, first.position[1])


def test_r3_9_what_was_missed_comes_once_in_order_and_then_what_is_new(team):
    first = team.socket(team.ben)
    first.drop()
    missed = say_many(team, 30)
    second = team.socket(team.ben, resume=first.position)
    assert second.hello["resumed"] and second.hello["replayed"] == 30
    assert second.hello["from"] == first.position[1] and second.hello["to"] == second.hello["seq"] >= missed[-1]
    new = say_many(team, 5)
    second.wait_for(lambda frame: frame.get("seq") == new[-1])
    assert [frame["seq"] for frame in second.logged] == missed + new
    assert [frame["data"]["message"]["id"] for frame in second.logged] == missed + new


def test_a_message_has_the_seq_of_its_event_as_its_id(team):
    socket = team.socket(team.ben)
    sent = team.say(team.ann, "one number line")
    assert socket.message("one number line")["seq"] == sent["id"]


@pytest.mark.parametrize("position", ["-1", "1.5", "abc", "", "0x10", "1e3", str(2**53), "9" * 20])
def test_r3_9_a_malformed_position_is_invalid(team, position):
    hello = team.socket(team.ben, query=f"resume_from={position}").hello
    assert (hello["resumed"], hello["resync"]) == (False, "invalid")


def test_r3_9_a_position_past_the_head_is_ahead(team):
    epoch, seq = team.socket(team.ben).position
    hello = team.socket(team.ben, resume=(epoch, seq + 1_000_000)).hello
    assert (hello["resumed"], hello["resync"]) == (False, "ahead")
    assert hello["seq"] < seq + 1_000_000


def test_r3_9_a_position_of_an_unknown_log_is_refused(team):
    _, seq = team.socket(team.ben).position
    hello = team.socket(team.ben, resume=("no-such-epoch", seq)).hello
    assert (hello["resumed"], hello["resync"]) == (False, "epoch")


def test_without_an_epoch_the_current_log_is_meant(team):
    first = team.socket(team.ben)
    first.close()
    team.say(team.ann, "missed")
    hello = team.socket(team.ben, query=f"resume_from={first.position[1]}").hello
    assert (hello["resumed"], hello["replayed"]) == (True, 1)


def test_r3_9_five_hundred_missed_events_are_replayed_and_one_more_is_too_many(team):
    first = team.socket(team.ben)
    first.close()
    ids = say_many(team, 500)
    second = team.socket(team.ben, resume=first.position)
    assert (second.hello["resumed"], second.hello["replayed"]) == (True, 500)
    assert [frame["seq"] for frame in replayed(second)] == ids
    second.close()
    team.say(team.ann, "one too many")
    third = team.socket(team.ben, resume=first.position)
    assert (third.hello["resumed"], third.hello["resync"]) == (False, "too_many")
    team.say(team.ann, "live all the same")
    assert [frame["data"]["message"]["body"] for frame in [third.message("live all the same")]]


def test_what_others_may_hear_does_not_count_towards_too_many(team):
    first = team.socket(team.cat)
    first.close()
    elsewhere = team.new_channel(team.ben, kind="private")
    say_many(team, 501, channel=elsewhere)
    team.say(team.ann, "for cat")
    hello = team.socket(team.cat, resume=first.position).hello
    assert (hello["resumed"], hello["replayed"]) == (True, 1)


def test_a_ping_moves_the_position_of_who_hears_nothing(team):
    quiet = team.socket(team.cat)
    elsewhere = team.new_channel(team.ben, kind="private")
    last = say_many(team, 3, channel=elsewhere)[-1]
    while quiet.position[1] < last:
        quiet.receive()
    assert quiet.pings[-1]["seq"] >= last and quiet.pings[-1]["sent"] == 0


def test_every_event_of_a_keyed_call_names_its_cause(team):
    socket = team.socket(team.ann)
    team.say(team.ann, "keyed", idempotency_key="k-1")
    team.say(team.ann, "plain")
    assert socket.message("keyed")["cause"] == {"key": "k-1"}
    assert "cause" not in socket.message("plain")


def test_r3_9_reconnecting_in_the_middle_of_traffic_loses_and_repeats_nothing(team):
    count = 400
    sender = threading.Thread(target=say_many, args=(team, count))
    socket = team.socket(team.ben)
    heard = []
    sender.start()
    while len(heard) < count:
        for _ in range(17):
            if len(heard) == count:
                break
            frame = socket.receive()
            if frame.get("type") == "message.created":
                heard.append(frame["data"]["message"]["body"])
        position = socket.position
        socket.drop()
        socket = team.socket(team.ben, resume=position)
        assert socket.hello["resumed"], socket.hello
    sender.join()
    assert heard == [f"m{number}" for number in range(count)]


# --- Membership while away -------------------------------------------------------------------------------------------


def test_who_joined_while_away_hears_from_the_join_on(team):
    channel = team.new_channel(team.ben, kind="private")
    away = team.socket(team.cat)
    away.close()
    say_many(team, 3, channel=channel)
    team.call(team.ann, "channel.add_member", channel_id=channel, user_id=team.cat)
    after = team.say(team.ben, "welcome", channel)["id"]
    socket = team.socket(team.cat, resume=away.position)
    frames = replayed(socket)
    assert frames[0]["type"] == "channel.added" and frames[0]["data"]["channel"]["id"] == channel
    kinds = [frame["type"] for frame in frames]
    assert kinds[1] == "channel.member_joined" and frames[1]["data"]["user_id"] == team.cat
    assert [frame["seq"] for frame in frames if frame["type"] == "message.created"] == [after]


def test_who_was_removed_while_away_hears_up_to_the_removal(team):
    channel = team.new_channel(team.ben, team.cat, kind="private")
    away = team.socket(team.cat)
    away.close()
    before = team.say(team.ben, "you still hear this", channel)["id"]
    team.call(team.ann, "channel.remove_member", channel_id=channel, user_id=team.cat)
    team.say(team.ben, "you do not", channel)
    frames = replayed(team.socket(team.cat, resume=away.position))
    assert [frame["seq"] for frame in frames if frame["type"] == "message.created"] == [before]
    assert frames[-1]["type"] == "channel.removed" and frames[-1]["data"] == {"channel_id": channel}
    assert frames[-2]["type"] == "channel.member_left" and frames[-2]["data"]["user_id"] == team.cat


def test_who_left_and_came_back_while_away_misses_what_was_between(team):
    channel = team.new_channel(team.ben, team.cat, kind="private")
    away = team.socket(team.cat)
    away.close()
    first = team.say(team.ben, "one", channel)["id"]
    team.call(team.ann, "channel.remove_member", channel_id=channel, user_id=team.cat)
    team.say(team.ben, "two", channel)
    team.call(team.ann, "channel.add_member", channel_id=channel, user_id=team.cat)
    third = team.say(team.ben, "three", channel)["id"]
    frames = replayed(team.socket(team.cat, resume=away.position))
    assert [frame["seq"] for frame in frames if frame["type"] == "message.created"] == [first, third]
    kinds = [frame["type"] for frame in frames if frame["type"] in ("channel.removed", "channel.added")]
    assert kinds == ["channel.removed", "channel.added"]


def test_who_was_removed_from_the_workspace_while_away_hears_nothing_after_it(team):
    private = team.new_channel(team.ben, team.cat, kind="private")
    away = team.socket(team.cat)
    away.close()
    team.call(team.ann, "workspace.member_remove", workspace_id=team.workspace, user_id=team.cat)
    say_many(team, 2, channel=private)
    say_many(team, 2)
    frames = replayed(team.socket(team.cat, resume=away.position))
    assert [frame for frame in frames if frame["type"] == "message.created"] == []
    assert frames[-1]["type"] == "workspace.removed" and frames[-1]["data"] == {"workspace_id": team.workspace}


# --- Restarts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kill", [False, True], ids=["restart", "kill -9"])
def test_an_ordinary_restart_is_resumed_from(new_hub, new_team, kill):
    hub = new_hub()
    team = new_team(hub)
    first = team.socket(team.ben)
    first.close()
    missed = say_many(team, 3)
    hub.restart(kill=kill)
    more = say_many(team, 2)
    second = team.socket(team.ben, resume=first.position)
    assert second.hello["resumed"], second.hello
    assert second.hello["epoch"] != first.position[0], "each opening of the store begins a term"
    assert [frame["seq"] for frame in replayed(second)] == missed + more
    # And from a position of the new term, across one more start.
    second.close()
    hub.restart(kill=kill)
    third = team.socket(team.ben, resume=(second.hello["epoch"], more[-1]))
    assert (third.hello["resumed"], third.hello["replayed"]) == (True, 0)


def test_a_restart_of_the_edge_alone_is_resumed_from(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no edge to restart alone")
    hub = new_hub()
    team = new_team(hub)
    first = team.socket(team.ben)
    epoch = first.position[0]
    hub.edge.kill()
    hub.start_edge()
    missed = say_many(team, 3)
    second = team.socket(team.ben, resume=first.position)
    assert second.hello["resumed"] and second.hello["epoch"] == epoch
    assert [frame["seq"] for frame in replayed(second)] == missed


def test_a_restart_of_the_core_alone_tells_live_sockets_of_the_new_term(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no core to restart alone")
    hub = new_hub()
    team = new_team(hub)
    socket = team.socket(team.ben)
    before = socket.position[0]
    hub.core.kill()
    with pytest.raises(RPCError) as failure:
        HTTP(hub).call(team.ann, "user.me")
    assert failure.value.code == -32050 and failure.value.data["retryable"] is True
    assert hub.is_ready() is False
    hub.start_core()
    hub.wait_until_ready()
    epoch = socket.wait_for(lambda frame: frame.get("type") == "epoch")
    assert epoch["epoch"] != before
    sent = team.say(team.ann, "the same socket")["id"]
    assert socket.message("the same socket")["seq"] == sent > epoch["seq"]
    # The position that the frame named can be resumed from.
    hello = team.socket(team.ben, resume=(epoch["epoch"], epoch["seq"])).hello
    assert hello["resumed"] and hello["replayed"] == 1


def test_a_restored_copy_is_never_resumed_into_silently(new_hub, new_team):
    hub = new_hub()
    team = new_team(hub)
    early = team.socket(team.ben)
    early.close()
    kept = say_many(team, 2)
    hub.stop()
    copy = hub.directory / "copy"
    shutil.copytree(hub.data, copy)
    hub.start()
    late = team.socket(team.ben)
    late.close()
    say_many(team, 3)
    lost = team.socket(team.ben)
    lost.close()
    hub.stop()
    shutil.rmtree(hub.data)
    shutil.copytree(copy, hub.data)
    hub.start()
    say_many(team, 9)

    # What the copy holds is resumed from exactly; what it does not hold is never taken for something else.
    hello = team.socket(team.ben, resume=early.position)
    assert hello.hello["resumed"] and [frame["seq"] for frame in replayed(hello)][:2] == kept
    for position in (late.position, lost.position):
        hello = team.socket(team.ben, resume=position).hello
        assert (hello["resumed"], hello["resync"]) == (False, "epoch"), position


# --- What the log no longer holds ------------------------------------------------------------------------------------


def test_r3_9_below_the_oldest_kept_entry_is_expired_and_just_above_it_is_not(new_hub, new_team):
    hub = new_hub(
        {"limits.log_bytes": 1 << 20, "limits.log_kept_at_least_ms": 0, "store.trim_interval": "1s", "tail.entries": 10}
    )
    team = new_team(hub)
    first = team.socket(team.ben)
    first.close()
    for number in range(120):
        team.say(team.ann, f"{number} " + "x" * 15_000)

    def floor() -> int:
        return team.call(OPERATOR, "admin.stats")["floor"]

    hub.core.wait_until(lambda: floor() > first.position[1] + 20, "to trim its log")
    floor_now = floor()
    epoch = first.position[0]
    assert team.socket(team.ben, resume=first.position).hello["resync"] == "expired"
    assert team.socket(team.ben, resume=(epoch, floor_now - 2)).hello["resync"] == "expired"
    socket = team.socket(team.ben, resume=(epoch, floor_now - 1))
    assert socket.hello["resumed"]
    assert [frame["seq"] for frame in replayed(socket)][0] == floor_now
    # History is not the log: nothing of it is gone.
    page = team.call(team.ben, "message.list", channel_id=team.channel, since_id=0, limit=1)
    assert page["messages"][0]["body"].startswith("0 ")


# --- The cold path ---------------------------------------------------------------------------------------------------


def test_r3_13_a_cold_start_and_the_events_after_it_agree_with_the_server(team):
    channel = team.new_channel(team.ben, kind="private")
    say_many(team, 3, channel=channel)
    page = team.call(team.ben, "sync.catch_up")
    assert page["more"] is False and page["user"]["id"] == team.ben
    mine = {item["channel"]["id"]: item for item in page["channels"]}
    assert set(mine) == {team.channel, channel}
    assert mine[channel]["unread"] == 3 and mine[channel]["last_message"]["body"] == "m2"
    assert [workspace["id"] for workspace in page["workspaces"]] == [team.workspace]
    sent = team.say(team.ann, "after the page", channel)["id"]
    socket = team.socket(team.ben, resume=(page["epoch"], page["seq"]))
    assert socket.hello["resumed"] and [frame["seq"] for frame in replayed(socket)] == [sent]


def test_the_last_message_of_a_cold_start_is_cut_short(team):
    team.say(team.ann, "é" * 1000)
    page = team.call(team.ben, "sync.catch_up")
    [item] = [item for item in page["channels"] if item["channel"]["id"] == team.channel]
    body = item["last_message"]["body"]
    assert 0 < len(body.encode()) <= 256 and set(body.rstrip("…")) == {"é"}
