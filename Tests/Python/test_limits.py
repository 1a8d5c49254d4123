# SPDX-License-Identifier: Apache-2.0
"""Rates, sizes and counts: R3-17, R3-18, DESIGN 4.7."""

import json
import time

import pytest

from harness.client import RPCError, Stream
from harness.refusal import refused


@pytest.fixture(scope="module")
def limited_hub(split):
    """A server whose rates hold."""
    from conftest import QUICK
    from harness.process import Hub

    hub = Hub(split=split, settings={**QUICK, "limits.rates": True, "limits.rpc_per_second": 20, "limits.rpc_burst": 40})
    try:
        yield hub.start()
    finally:
        hub.close()


@pytest.fixture
def limited(limited_hub, new_team):
    """A team on the server whose rates hold."""
    return new_team(limited_hub)


def burst(team, user: int, count: int) -> list[dict]:
    return [
        team.http.post({"jsonrpc": "2.0", "id": number, "method": "user.me"}, user=user).json()
        for number in range(count)
    ]


def test_who_calls_too_fast_is_told_when_to_come_back(limited):
    answers = burst(limited, limited.ben, 120)
    errors = [answer["error"] for answer in answers if "error" in answer]
    assert errors and all(error["code"] == -32029 for error in errors)
    # A call that was let through after the last refusal has spent what that one was told to wait for.
    while "error" not in answers[-1]:
        answers += burst(limited, limited.ben, 1)
    data = answers[-1]["error"]["data"]
    assert data["retryable"] is True and 0 < data["retry_after_ms"] <= 2000
    assert len(answers) - len(errors) >= 40
    # It is each person's own allowance.
    assert "result" in burst(limited, limited.cat, 1)[0]
    time.sleep(data["retry_after_ms"] / 1000)
    assert "result" in burst(limited, limited.ben, 1)[0]


def test_each_call_of_a_batch_counts(limited):
    batch = [{"jsonrpc": "2.0", "id": number, "method": "user.me"} for number in range(50)]
    answers = limited.http.post(batch, user=limited.ben).json()
    refused_calls = [answer for answer in answers if "error" in answer]
    assert 5 <= len(refused_calls) <= 15, len(refused_calls)


def test_the_socket_and_http_share_an_allowance(limited):
    socket = limited.socket(limited.ben)
    for number in range(60):
        socket.send({"jsonrpc": "2.0", "id": f"s{number}", "method": "user.me"})
    answers = [socket.answer(f"s{number}") for number in range(60)]
    assert any(answer.get("error", {}).get("code") == -32029 for answer in answers)
    assert "error" in burst(limited, limited.ben, 1)[0]


def test_r3_18_typing_is_relayed_to_the_others_and_never_to_oneself(team):
    ann, ben, ben_too = team.socket(team.ann), team.socket(team.ben), team.socket(team.ben)
    ben.call("typing.relay", channel_id=team.channel, state="start")
    frame = ann.event("typing")
    assert frame["data"] == {"channel_id": team.channel, "user_id": team.ben, "state": "start"}
    assert "seq" not in frame
    for socket in (ben, ben_too):
        assert [frame for frame in team.fence(socket) if frame["type"] == "typing"] == []
    private = team.new_channel(team.ben, kind="private")
    with refused(-32004):
        team.call(team.cat, "typing.relay", channel_id=private, state="start")


def test_r3_18_typing_past_its_allowance_is_answered_and_not_relayed(limited):
    ann, ben = limited.socket(limited.ann), limited.socket(limited.ben)
    began = time.monotonic()
    for _ in range(9):
        assert ben.call("typing.relay", channel_id=limited.channel, state="start") == {}
    spent = time.monotonic() - began
    heard = [frame for frame in limited.fence(ann) if frame["type"] == "typing"]
    assert 5 <= len(heard) <= 5 + int(spent / 2) + 1, len(heard)


def test_r3_18_typing_is_limited_across_channels_too(limited):
    channels = [limited.new_channel(limited.ben) for _ in range(6)]
    ann, ben = limited.socket(limited.ann), limited.socket(limited.ben)
    began = time.monotonic()
    for channel in channels:
        for _ in range(5):
            # Held to the allowance for calls as well: wait a little.
            while True:
                try:
                    ben.call("typing.relay", channel_id=channel, state="start")
                    break
                except RPCError as error:
                    time.sleep(error.data["retry_after_ms"] / 1000)
    if time.monotonic() - began > 9:
        pytest.skip("the machine is too slow to type that fast")
    heard = [frame for frame in limited.fence(ann) if frame["type"] == "typing"]
    assert len(heard) == 20


def test_a_message_to_the_socket_has_at_most_sixty_four_kib(team):
    socket = team.socket(team.ann)
    frame = json.dumps({"type": "pong", "padding": "x" * (64 * 1024)})
    socket.send(frame)
    assert socket.closed().code == 1009
    fits = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "user.me", "p": ""})
    other = team.socket(team.ann)
    other.send(fits[:-2] + "x" * (64 * 1024 - len(fits)) + fits[-2:])
    assert other.answer(1)["result"]["id"] == team.ann


def test_fragments_are_summed(team):
    socket = team.socket(team.ann)
    socket.ws.send(iter(["x" * 30_000] * 3))
    assert socket.closed().code == 1009


def test_binary_is_not_spoken_here(team):
    socket = team.socket(team.ann)
    socket.send(b"\x00\x01")
    assert socket.closed().code == 1003


def test_a_person_has_at_most_twenty_connections(team):
    sockets = [team.socket(team.cat) for _ in range(20)]
    one_more = team.socket(team.cat, hello=False)
    assert one_more.closed().code == 4009
    assert sockets[0].call("user.me")["id"] == team.cat
    sockets[0].close()

    def can_attach() -> bool:
        socket = team.socket(team.cat, hello=False)
        try:
            while socket.receive().get("type") != "hello":
                pass
            return True
        except Exception:  # noqa: BLE001 - refused for now
            return False

    team.hub.edge.wait_until(can_attach, "to forget the one that left", timeout=10)


def test_streams_and_polls_count_as_connections(new_hub, new_team):
    hub = new_hub({"limits.connections_per_user": 2})
    team = new_team(hub)
    socket = team.socket(team.ben)
    with Stream(hub, team.ben):
        with Stream(hub, team.ben, hello=False) as one_more:
            assert one_more.event("close")["code"] == 4009
        answer = team.http.request("GET", "/v1/events?wait_ms=100", user=team.ben)
        assert answer.status_code == 429 and answer.json()["error"]["data"]["retryable"] is True
        assert team.socket(team.ben, hello=False).closed().code == 4009
        assert socket.call("user.me")["id"] == team.ben
    assert team.http.poll(team.cat)["events"] == []


def test_limits_off_is_for_developers_only():
    from harness.process import run

    answer = run("serve", "--auth", "proxy", "--limits", "off", "--port", "0", settings={"proxy_secret": "x" * 40})
    assert answer.returncode != 0
    assert "limits" in answer.stderr


def test_the_limits_that_hold_are_told_in_hello(limited):
    limits = limited.socket(limited.ann).hello["limits"]
    assert (limits["rpc_per_second"], limits["rpc_burst"]) == (20, 40)
    assert limits["presence_grace_ms"] == 1500
