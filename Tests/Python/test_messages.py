# SPDX-License-Identifier: Apache-2.0
"""Messages, threads, reactions, pins, search and unread counts: R3-1, R3-4, R3-5, R3-7, R3-14, R3-15, R3-28."""

import pytest

from harness.client import RPCError
from harness.refusal import refused


def test_r3_4_everyone_in_the_channel_hears_a_message_its_author_and_their_other_tabs_too(team):
    first, second, ben = team.socket(team.ann), team.socket(team.ann), team.socket(team.ben)
    answer = first.call("message.send", channel_id=team.channel, body="hello")
    for socket in (first, second, ben):
        frame = socket.message("hello")
        assert frame["data"]["message"] == answer
        assert frame["seq"] == answer["id"]
    assert answer["user_id"] == team.ann and answer["channel_id"] == team.channel
    assert answer.get("edited_at") is None and answer.get("deleted_at") is None


def test_who_is_not_in_a_channel_hears_nothing_of_it(team):
    private = team.new_channel(team.ben, kind="private")
    cat = team.socket(team.cat)
    sent = team.say(team.ann, "between us", private)
    team.call(team.ben, "message.react", message_id=sent["id"], emoji="👍")
    team.call(team.ann, "message.pin", message_id=sent["id"])
    assert team.fence(cat) == []
    for method, params in [
        ("message.list", {"channel_id": private}),
        ("message.get", {"message_id": sent["id"]}),
        ("message.send", {"channel_id": private, "body": "me too"}),
        ("message.react", {"message_id": sent["id"], "emoji": "👍"}),
        ("channel.get", {"channel_id": private}),
    ]:
        with refused(-32004):
            team.call(team.cat, method, **params)


@pytest.mark.parametrize("body", ["", "x" * (16 * 1024 + 1), "é" * (8 * 1024 + 1)])
def test_a_body_has_one_byte_to_sixteen_kib(team, body):
    with refused(-32602, field="body"):
        team.say(team.ann, body)


def test_a_body_comes_back_as_it_was_sent(team):
    body = 'line\n\t"quoted" \\ 😀 \u0000\u2028 </script> ' + "é" * 100
    ben = team.socket(team.ben)
    assert team.say(team.ann, body)["body"] == body
    assert ben.message(body)
    assert team.say(team.ann, "x" * (16 * 1024))["body"] == "x" * (16 * 1024)


def test_an_edit_reaches_everyone_and_only_authors_and_admins_edit(team):
    ben = team.socket(team.ben)
    sent = team.say(team.ben, "frist")
    with refused(-32003):
        team.call(team.cat, "message.update", message_id=sent["id"], body="vandal")
    edited = team.call(team.ben, "message.update", message_id=sent["id"], body="first")
    assert edited["id"] == sent["id"] and edited["edited_at"] >= sent["created_at"]
    frame = ben.event("message.updated")
    assert frame["data"]["message"] == edited and frame["seq"] > sent["id"]
    # Ann owns the workspace.
    assert team.call(team.ann, "message.update", message_id=sent["id"], body="tidied")["body"] == "tidied"


def test_a_deleted_message_stays_in_its_place_without_its_body(team):
    cat = team.socket(team.cat)
    sent = team.say(team.ben, "oops")
    with refused(-32003):
        team.call(team.cat, "message.delete", message_id=sent["id"])
    team.call(team.ben, "message.delete", message_id=sent["id"])
    frame = cat.event("message.deleted")
    assert frame["data"] == {"message_id": sent["id"], "channel_id": team.channel}
    listed = team.call(team.cat, "message.list", channel_id=team.channel)["messages"]
    for gone in [message for message in listed if message["id"] == sent["id"]]:
        assert gone["body"] == "" and gone["deleted_at"]
    with refused(-32004, -32009, -32602):
        team.call(team.ben, "message.update", message_id=sent["id"], body="back again")
    assert "oops" not in str(listed)


# --- Lists -----------------------------------------------------------------------------------------------------------


def test_r3_15_a_list_ascends_and_its_bounds_are_strict(team):
    ids = [team.say(team.ann, f"m{number}")["id"] for number in range(6)]

    def listed(**more) -> tuple[list[int], bool]:
        page = team.call(team.ben, "message.list", channel_id=team.channel, **more)
        return [message["id"] for message in page["messages"]], page["has_more"]

    assert listed() == (ids, False)
    assert listed(since_id=ids[2]) == (ids[3:], False)
    assert listed(since_id=ids[0], limit=2) == (ids[1:3], True)
    assert listed(before_id=ids[3]) == (ids[:3], False)
    assert listed(before_id=ids[5], limit=2) == (ids[3:5], True)
    assert listed(since_id=ids[-1]) == ([], False)


@pytest.mark.parametrize("limit", [0, -1, 201, 1.5, "ten"])
def test_a_page_has_one_to_two_hundred(team, limit):
    with refused(-32602, field="limit"):
        team.call(team.ben, "message.list", channel_id=team.channel, limit=limit)


# --- Threads ---------------------------------------------------------------------------------------------------------


def test_a_reply_belongs_to_its_thread_and_is_not_unread(team):
    root = team.say(team.ann, "root")
    team.call(team.ben, "read.mark", channel_id=team.channel, last_read_msg=root["id"])
    reply = team.say(team.cat, "reply", thread_id=root["id"])
    assert reply["thread_id"] == root["id"]
    page = team.call(team.ben, "message.thread", thread_id=root["id"])
    assert [message["id"] for message in page["messages"]][-1] == reply["id"]
    assert team.call(team.ben, "message.get", message_id=root["id"])["reply_count"] == 1
    assert team.call(team.ben, "read.get", channel_id=team.channel)["unread"] == 0
    with refused(-32602, field="thread_id"):
        team.say(team.cat, "a thread of a thread", thread_id=reply["id"])
    other = team.new_channel(team.cat)
    with refused(-32602, -32004):
        team.say(team.cat, "elsewhere", other, thread_id=root["id"])


# --- Reactions -------------------------------------------------------------------------------------------------------


def test_r3_5_a_reaction_says_what_holds_after_it(team):
    cat = team.socket(team.cat)
    sent = team.say(team.ann, "react to this")["id"]
    team.call(team.ann, "message.react", message_id=sent, emoji="👍")
    team.call(team.ben, "message.react", message_id=sent, emoji="👍")
    first, second = cat.event("message.reacted"), cat.event("message.reacted")
    assert first["data"]["reactions"] == [{"emoji": "👍", "count": 1, "user_ids": [team.ann]}]
    assert second["data"]["reactions"] == [{"emoji": "👍", "count": 2, "user_ids": [team.ann, team.ben]}]


def test_r3_5_what_changes_nothing_says_nothing(team):
    sent = team.say(team.ann, "once")["id"]
    team.call(team.ann, "message.react", message_id=sent, emoji="👍")
    cat = team.socket(team.cat)
    again = team.call(team.ann, "message.react", message_id=sent, emoji="👍")
    assert again["reactions"] == [{"emoji": "👍", "count": 1, "user_ids": [team.ann]}]
    team.call(team.ben, "message.unreact", message_id=sent, emoji="👍")
    assert team.fence(cat) == []


def test_a_toggle_says_both_ways(team):
    sent = team.say(team.ann, "toggle")["id"]
    cat = team.socket(team.cat)
    for expected in ([{"emoji": "🎉", "count": 1, "user_ids": [team.ben]}], []):
        answer = team.call(team.ben, "message.toggle_react", message_id=sent, emoji="🎉")
        assert answer["reactions"] == expected == cat.event("message.reacted")["data"]["reactions"]


def test_one_message_has_at_most_fifty_emoji(team):
    sent = team.say(team.ann, "popular")["id"]
    for number in range(50):
        team.call(team.ann, "message.react", message_id=sent, emoji=chr(0x1F600 + number))
    with refused(-32602, -32013, -32009):
        team.call(team.ann, "message.react", message_id=sent, emoji="👍")
    # One that is there already can still be joined.
    assert team.call(team.ben, "message.react", message_id=sent, emoji=chr(0x1F600))["reactions"][0]["count"] == 2


# --- Pins and search -------------------------------------------------------------------------------------------------


def test_a_pin_is_told_and_listed(team):
    cat = team.socket(team.cat)
    sent = team.say(team.ann, "keep this")["id"]
    team.call(team.ann, "message.pin", message_id=sent)
    assert cat.event("message.pin_updated")["data"] == {
        "message_id": sent, "channel_id": team.channel, "pinned": True,
    }
    pins = team.call(team.cat, "message.list_pins", channel_id=team.channel)["messages"]
    assert [message["id"] for message in pins] == [sent]
    team.call(team.ann, "message.unpin", message_id=sent)
    assert cat.event("message.pin_updated")["data"]["pinned"] is False
    assert team.call(team.cat, "message.list_pins", channel_id=team.channel)["messages"] == []


def test_search_finds_words_prefixes_and_phrases_whatever_their_case_or_accents(team):
    private = team.new_channel(kind="private")
    hidden = team.say(team.ann, "Zebra crossing in private", private)["id"]
    first = team.say(team.ann, "The Café has zebra cake")["id"]
    second = team.say(team.ben, "a zebra, a crossing")["id"]

    def found(user: int, query: str, **more) -> set[int]:
        page = team.call(user, "message.search", query=query, workspace_id=team.workspace, **more)
        return {message["id"] for message in page["messages"]}

    assert found(team.ben, "ZEBRA") == {first, second}
    assert found(team.ann, "zebra") == {first, second, hidden}
    assert found(team.ben, "cafe") == {first}
    assert found(team.ben, "zeb*") == {first, second} or found(team.ben, "zeb") == {first, second}
    assert found(team.ben, '"zebra cake"') == {first}
    for query in ['"', "AND", "zebra AND", "(", "*", "-", "NEAR(", "a:b", "';--"]:
        try:
            found(team.ben, query)
        except RPCError as error:
            assert error.code == -32602, error


def test_search_finds_what_was_acknowledged_just_before_a_kill(new_hub, new_team):
    hub = new_hub()
    team = new_team(hub)

    def found(query: str) -> list[str]:
        return [message["body"] for message in team.call(team.ben, "message.search", query=query)["messages"]]

    team.say(team.ann, "an osprey")
    assert found("osprey") == ["an osprey"]
    for number in range(3):
        team.say(team.ann, f"a merlin {number}")
    gone = team.say(team.ann, "a regretted merlin")
    team.call(team.ann, "message.delete", message_id=gone["id"])
    hub.restart(kill=True)
    hub.wait_until_ready()
    assert found("merlin") == ["a merlin 2", "a merlin 1", "a merlin 0"]
    assert found("osprey") == ["an osprey"] and found("regretted") == []


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_r3_7_a_read_cursor_is_told_to_oneself_alone_and_never_moves_back(team):
    ids = [team.say(team.ann, f"m{number}")["id"] for number in range(3)]
    tab, ann = team.socket(team.ben), team.socket(team.ann)
    assert team.call(team.ben, "read.mark", channel_id=team.channel, last_read_msg=ids[1])["last_read_msg"] == ids[1]
    assert tab.event("read.updated")["data"] == {
        "user_id": team.ben, "channel_id": team.channel, "last_read_msg": ids[1],
    }
    assert team.call(team.ben, "read.mark", channel_id=team.channel, last_read_msg=ids[0])["last_read_msg"] == ids[1]
    assert team.fence(tab) == []
    assert team.fence(ann) == []


def test_r3_14_unread_counts_what_others_said_after_the_cursor(team):
    def unread() -> int:
        counts = team.call(team.ben, "read.unread_counts")["counts"]
        return {count["channel_id"]: count["unread"] for count in counts}[team.channel]

    assert unread() == 0
    ids = [team.say(team.ann, f"m{number}")["id"] for number in range(4)]
    team.say(team.ben, "my own does not count")
    assert unread() == 4 == unread()
    team.call(team.ann, "message.delete", message_id=ids[3])
    assert unread() == 3
    team.call(team.ben, "read.mark", channel_id=team.channel, last_read_msg=ids[1])
    assert unread() == 1


def test_who_joins_later_has_nothing_unread_from_before(team):
    channel = team.new_channel(team.ben)
    team.say(team.ann, "before", channel)
    team.call(team.cat, "channel.join", channel_id=channel)
    assert team.call(team.cat, "read.get", channel_id=channel)["unread"] == 0
    team.say(team.ann, "after", channel)
    assert team.call(team.cat, "read.get", channel_id=channel)["unread"] == 1


# --- Mentions and notifications --------------------------------------------------------------------------------------


def test_who_is_mentioned_is_told_and_nobody_else(team):
    ben, cat = team.socket(team.ben), team.socket(team.cat)
    sent = team.say(team.ann, f"have a look @ben-{team.token}, and mail@cat-{team.token}.example")
    mention = ben.event("mention.created")["data"]
    assert (mention["message_id"], mention["channel_id"], mention["user_id"]) == (sent["id"], team.channel, team.ben)
    assert "body" not in mention
    assert [frame for frame in team.fence(cat) if frame["type"] != "message.created"] == []
    listed = team.call(team.ben, "mention.list", unseen_only=True)["mentions"]
    assert [item["message_id"] for item in listed] == [sent["id"]]
    assert team.call(team.ben, "mention.mark_seen", up_to_id=sent["id"])["unseen"] == 0
    assert team.call(team.ben, "mention.list", unseen_only=True)["mentions"] == []


def test_a_mention_of_somebody_outside_the_channel_reaches_nobody(team):
    private = team.new_channel(team.ben, kind="private")
    cat = team.socket(team.cat)
    team.say(team.ann, f"do not tell @cat-{team.token}", private)
    assert team.fence(cat) == []
    assert team.call(team.cat, "mention.list")["mentions"] == []


def test_a_notification_carries_no_body(team):
    ben = team.socket(team.ben)
    team.say(team.ann, f"secret words for @ben-{team.token}")
    notification = ben.event("notification.created")["data"]["notification"]
    assert notification["kind"] == "mention" and "secret" not in str(notification)
    listed = team.call(team.ben, "notification.list", unread_only=True)["notifications"]
    assert [(item["id"], item["kind"]) for item in listed][1:] == [(notification["id"], "mention")]
    assert listed[0]["kind"] == "invitation", "ann brought ben into the workspace"
    team.call(team.ben, "notification.mark_read", up_to_id=notification["id"])
    assert team.call(team.ben, "notification.list", unread_only=True)["notifications"] == []
