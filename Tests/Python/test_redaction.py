# SPDX-License-Identifier: Apache-2.0
"""Edits and deletes reach back: what was said is nowhere any more. DESIGN 1."""

import sqlite3

from harness.client import Socket
from harness.team import Team


def replay(team: Team, before: Socket) -> list[dict]:
    socket = team.socket(team.ben, resume=before.position)
    assert socket.hello["resumed"]
    while len(socket.logged) < socket.hello["replayed"]:
        socket.receive()
    return socket.logged


def test_a_resume_never_replays_what_was_deleted(team):
    away = team.socket(team.ben)
    away.close()
    sent = team.say(team.ann, "xylophone secret")
    team.call(team.ann, "message.update", message_id=sent["id"], body="xylophone edited")
    team.call(team.ann, "message.delete", message_id=sent["id"])
    frames = replay(team, away)
    assert "xylophone" not in str(frames)
    # Each entry keeps its place and its type.
    assert [frame["type"] for frame in frames] == ["message.created", "message.updated", "message.deleted"]
    assert frames[0]["seq"] == sent["id"]
    for frame in frames[:2]:
        assert frame["data"]["message"]["id"] == sent["id"]
        assert frame["data"].get("redacted", frame.get("redacted", frame["data"]["message"].get("redacted"))) is True


def test_a_resume_after_an_edit_says_only_what_holds_now(team):
    away = team.socket(team.ben)
    away.close()
    sent = team.say(team.ann, "walrus first")
    team.call(team.ann, "message.update", message_id=sent["id"], body="walrus second")
    frames = replay(team, away)
    assert "walrus first" not in str(frames) and "walrus second" in str(frames)


def test_long_polls_do_not_tell_either(team):
    away = team.socket(team.ben)
    away.close()
    sent = team.say(team.ann, "marmalade")
    team.call(team.ann, "message.delete", message_id=sent["id"])
    page = team.http.poll(team.ben, since=away.position[1], epoch=away.position[0])
    assert [event["type"] for event in page["events"]] == ["message.created", "message.deleted"]
    assert "marmalade" not in str(page)


def test_a_repeated_call_does_not_tell_either(team):
    sent = team.say(team.ann, "pistachio", idempotency_key="redaction-1")
    team.call(team.ann, "message.delete", message_id=sent["id"])
    again = team.say(team.ann, "pistachio", idempotency_key="redaction-1")
    assert again["id"] == sent["id"] and again["body"] != "pistachio"


def test_search_and_mentions_and_notifications_do_not_tell_either(team):
    sent = team.say(team.ann, f"quokka @ben-{team.token}")
    team.call(team.ann, "message.update", message_id=sent["id"], body="something else")
    for query in ("quokka", f"ben-{team.token}"):
        found = team.call(team.ben, "message.search", query=query, workspace_id=team.workspace)["messages"]
        assert [message["id"] for message in found] == []
    assert "quokka" not in str(team.call(team.ben, "mention.list"))
    assert "quokka" not in str(team.call(team.ben, "notification.list"))


def test_a_deleted_body_is_in_no_table_of_the_store(new_hub, new_team):
    hub = new_hub()
    team = new_team(hub)
    sent = team.say(team.ann, "wombatwombat", idempotency_key="k")
    edited = team.say(team.ann, "wombatwombat too")
    team.call(team.ann, "message.delete", message_id=sent["id"])
    team.call(team.ann, "message.update", message_id=edited["id"], body="something else")
    hub.stop()
    [file] = [path for path in hub.data.iterdir() if path.suffix in (".sqlite", ".db", ".sqlite3")]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if "fts" in table or "search" in table:
                continue  # Old terms leave the index at its daily optimize.
            for row in database.execute(f'SELECT * FROM "{table}"'):
                text = " ".join(
                    value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row
                )
                assert "wombat" not in text, f"{table}: {text}"
