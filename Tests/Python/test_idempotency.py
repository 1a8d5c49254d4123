# SPDX-License-Identifier: Apache-2.0
"""A call that is sent again happens once: R3-28, DESIGN 4.6."""

from concurrent.futures import ThreadPoolExecutor

from harness.refusal import refused


def test_r3_28_the_same_key_and_params_have_one_effect_and_one_answer(team):
    ben = team.socket(team.ben)
    first = team.say(team.ann, "once", idempotency_key="a")
    again = team.say(team.ann, "once", idempotency_key="a")
    assert again == first
    heard = [frame for frame in team.fence(ben) if frame["type"] == "message.created"]
    assert [frame["data"]["message"]["id"] for frame in heard] == [first["id"]]


def test_other_params_under_the_same_key_conflict(team):
    team.say(team.ann, "one thing", idempotency_key="a")
    with refused(-32009) as failure:
        team.say(team.ann, "another", idempotency_key="a")
    assert failure.value.data["retryable"] is False
    assert len(team.call(team.ben, "message.list", channel_id=team.channel)["messages"]) == 1


def test_a_key_is_its_callers_and_its_methods_own(team):
    first = team.say(team.ann, "mine", idempotency_key="a")
    second = team.say(team.ben, "mine", idempotency_key="a")
    assert second["id"] != first["id"]
    team.call(team.ann, "message.react", message_id=first["id"], emoji="👍", idempotency_key="a")
    assert team.call(team.ann, "message.get", message_id=first["id"])["reactions"]


def test_the_same_params_may_be_spelled_in_another_order(team):
    def post(text: str) -> dict:
        return team.http.post(text, user=team.ann).json()

    first = post(
        '{"jsonrpc":"2.0","id":1,"method":"message.send","params":{"channel_id":%d,"body":"caf\\u00e9",'
        '"idempotency_key":"s"}}' % team.channel
    )
    again = post(
        '{"params":{"idempotency_key":"s","body":"café", "channel_id":%d},"method":"message.send","id":2,'
        '"jsonrpc":"2.0"}' % team.channel
    )
    assert again["result"] == first["result"]


def test_the_same_key_twice_at_once_has_one_effect(team):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: team.say(team.ann, "storm", idempotency_key="storm"), range(32)))
    assert {answer["id"] for answer in answers} == {answers[0]["id"]}
    assert len(team.call(team.ben, "message.list", channel_id=team.channel)["messages"]) == 1


def test_the_same_key_twice_in_one_batch_has_one_effect(team):
    call = {
        "jsonrpc": "2.0",
        "method": "message.send",
        "params": {"channel_id": team.channel, "body": "twice", "idempotency_key": "b"},
    }
    first, second = team.http.post([{**call, "id": 1}, {**call, "id": 2}], user=team.ann).json()
    assert first["result"] == second["result"]


def test_only_successes_are_remembered(team):
    private = team.new_channel(kind="private")
    with refused(-32004):
        team.say(team.ben, "let me in", private, idempotency_key="c")
    team.call(team.ann, "channel.add_member", channel_id=private, user_id=team.ben)
    assert team.say(team.ben, "let me in", private, idempotency_key="c")["channel_id"] == private


def test_a_key_outlives_a_restart(new_hub, new_team):
    hub = new_hub()
    team = new_team(hub)
    first = team.say(team.ann, "once", idempotency_key="a")
    created = team.call(team.ann, "workspace.create", name="one", idempotency_key="w")
    hub.restart(kill=True)
    assert team.say(team.ann, "once", idempotency_key="a")["id"] == first["id"]
    assert team.call(team.ann, "workspace.create", name="one", idempotency_key="w")["id"] == created["id"]


def test_a_key_has_at_most_sixty_four_bytes(team):
    team.say(team.ann, "fits", idempotency_key="k" * 64)
    for key in ("k" * 65, "é" * 33, ""):
        with refused(-32602, field="idempotency_key"):
            team.say(team.ann, "does not", idempotency_key=key)
