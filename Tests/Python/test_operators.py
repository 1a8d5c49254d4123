# SPDX-License-Identifier: Apache-2.0
"""What operators see of connections and do to them, wherever the connections are: DESIGN 4.6."""

import pytest

from harness.client import Socket
from harness.refusal import refused
from harness.team import OPERATOR


def connections(team, **query) -> list[dict]:
    return team.call(OPERATOR, "admin.connections", **query)["connections"]


def test_connections_are_listed_counted_and_closed(team):
    socket = team.socket(team.ben)
    [listed] = connections(team, user_id=team.ben)
    assert listed["connection_id"] == socket.hello["connection_id"]
    assert (listed["user_id"], listed["transport"]) == (team.ben, "websocket")
    assert team.call(OPERATOR, "admin.stats")["connections"] >= 1
    assert team.call(OPERATOR, "admin.disconnect", connection_id=listed["connection_id"])["closed"] == 1
    assert socket.closed().code == 3103, "it may come back"
    assert connections(team, user_id=team.ben) == []
    again = [team.socket(team.ben) for _ in range(2)]
    assert team.call(OPERATOR, "admin.disconnect", user_id=team.ben)["closed"] == 2
    assert {socket.closed().code for socket in again} == {3103}
    with refused(-32004):
        team.call(OPERATOR, "admin.disconnect", connection_id="nobody")
    with refused(-32003):
        team.call(team.ann, "admin.connections")


def test_the_connections_of_every_edge_are_reached(new_hub, new_team, split):
    if not split:
        pytest.skip("there is one edge")
    hub = new_hub()
    team = new_team(hub)
    second = hub.another_edge()
    try:
        second.edge.start()
        second.wait_until_ready()
        here, there = team.socket(team.ben), Socket(second, team.ben)
        listed = connections(team, user_id=team.ben)
        assert {item["connection_id"] for item in listed} == {
            here.hello["connection_id"],
            there.hello["connection_id"],
        }
        assert len({item["edge"] for item in listed}) == 2
        assert team.call(OPERATOR, "admin.disconnect", user_id=team.ben)["closed"] == 2
        assert (here.closed().code, there.closed().code) == (3103, 3103)
        # An edge that has gone is asked nothing more.
        second.edge.kill()
        hub.core.wait_until(lambda: team.call(OPERATOR, "admin.stats")["connections"] == 0, "to miss the edge")
    finally:
        second.close()
