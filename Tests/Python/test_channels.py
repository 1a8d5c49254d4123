# SPDX-License-Identifier: Apache-2.0
"""Workspaces, channels, DMs and who hears what: R3-3, R3-6; DESIGN 1 and 4.8."""

from harness.refusal import refused
from harness.team import OPERATOR


def kinds(frames: list[dict]) -> list[str]:
    return [frame["type"] for frame in frames if "data" in frame and "seq" in frame]


def test_a_new_channel_is_announced_to_its_creators_own_screens_alone(team):
    ann, ben = team.socket(team.ann), team.socket(team.ben)
    channel = team.new_channel()
    assert ann.event("channel.added")["data"]["channel"]["id"] == channel
    assert team.fence(ben) == []
    # Yet anyone in the workspace may find it.
    listed = team.call(team.ben, "channel.list", workspace_id=team.workspace)["channels"]
    assert channel in [item["id"] for item in listed]


def test_who_joins_hears_of_the_channel_first_and_the_others_of_the_member(team):
    channel = team.new_channel()
    ann, ben = team.socket(team.ann), team.socket(team.ben)
    team.call(team.ben, "channel.join", channel_id=channel)
    heard = team.fence(ben)
    assert kinds(heard) == ["channel.added", "channel.member_joined"]
    assert heard[1]["data"] == {"channel_id": channel, "user_id": team.ben}
    assert kinds(team.fence(ann)) == ["channel.member_joined"]
    # Joining again changes nothing.
    team.call(team.ben, "channel.join", channel_id=channel)
    assert kinds(team.fence(ben)) == [] == kinds(team.fence(ann))


def test_r3_3_the_last_that_one_hears_of_a_channel_is_its_removal(team):
    channel = team.new_channel(team.ben, team.cat)
    ben, cat = team.socket(team.ben), team.socket(team.cat)
    team.call(team.ben, "channel.leave", channel_id=channel)
    team.say(team.ann, "not for ben", channel)
    heard = team.fence(ben)
    assert kinds(heard) == ["channel.member_left", "channel.removed"]
    assert heard[1]["data"] == {"channel_id": channel}
    assert kinds(team.fence(cat)) == ["channel.member_left", "message.created"]


def test_private_channels_are_for_their_members(team):
    channel = team.new_channel(team.ben, kind="private")
    with refused(-32004):
        team.call(team.cat, "channel.join", channel_id=channel)
    with refused(-32004):
        team.call(team.cat, "channel.get", channel_id=channel)
    assert channel not in [
        item["id"] for item in team.call(team.cat, "channel.list", workspace_id=team.workspace)["channels"]
    ]
    # Members add members.
    team.call(team.ben, "channel.add_member", channel_id=channel, user_id=team.cat)
    assert team.call(team.cat, "channel.get", channel_id=channel)["kind"] == "private"


def test_public_channels_are_readable_to_the_workspace_and_to_nobody_else(team):
    stranger = team.person("dan")
    team.say(team.ann, "hello")
    reader = team.person("eve")
    team.call(team.ann, "workspace.member_add", workspace_id=team.workspace, user_id=reader)
    assert team.call(reader, "message.list", channel_id=team.channel)["messages"]
    for method, params in [
        ("message.list", {"channel_id": team.channel}),
        ("channel.get", {"channel_id": team.channel}),
        ("channel.join", {"channel_id": team.channel}),
        ("workspace.get", {"workspace_id": team.workspace}),
        ("channel.list", {"workspace_id": team.workspace}),
        ("presence.list", {"workspace_id": team.workspace}),
    ]:
        with refused(-32004):
            team.call(stranger, method, **params)


def test_r3_6_a_dm_reaches_every_peer_at_once(team):
    ann, ben, cat = team.socket(team.ann), team.socket(team.ben), team.socket(team.cat)
    created = ann.call(
        "channel.create",
        workspace_id=team.workspace,
        kind="dm",
        peer_ids=[team.ben, team.ann, team.ben],
    )
    assert sorted(created["member_ids"]) == sorted([team.ann, team.ben])
    for socket in (ann, ben):
        assert socket.event("channel.added")["data"]["channel"]["id"] == created["id"]
    assert team.fence(cat) == []
    team.say(team.ben, "psst", created["id"])
    assert ann.message("psst") and ben.message("psst")
    with refused(-32004):
        team.call(team.cat, "message.list", channel_id=created["id"])


def test_the_same_people_have_one_dm(team):
    first = team.call(team.ann, "channel.create", workspace_id=team.workspace, kind="dm", peer_ids=[team.ben])
    ann, ben = team.socket(team.ann), team.socket(team.ben)
    again = team.call(team.ben, "channel.create", workspace_id=team.workspace, kind="dm", peer_ids=[team.ann, team.ben])
    assert again["id"] == first["id"]
    assert team.fence(ann) == [] == team.fence(ben)
    three = team.call(
        team.ann, "channel.create", workspace_id=team.workspace, kind="dm", peer_ids=[team.ben, team.cat]
    )
    assert three["id"] != first["id"]


def test_r3_6_peers_of_a_dm_must_exist_and_share_the_workspace(team):
    stranger = team.person("dan")
    for peers in ([10**12], [stranger]):
        with refused(-32602, field="peer_ids"):
            team.call(team.ann, "channel.create", workspace_id=team.workspace, kind="dm", peer_ids=peers)


def test_the_people_of_a_dm_are_fixed(team):
    dm = team.call(team.ann, "channel.create", workspace_id=team.workspace, kind="dm", peer_ids=[team.ben])["id"]
    for user, method, params in [
        (team.ann, "channel.leave", {}),
        (team.ann, "channel.join", {}),
        (team.ann, "channel.add_member", {"user_id": team.cat}),
        (team.ann, "channel.remove_member", {"user_id": team.ben}),
    ]:
        with refused(-32602):
            team.call(user, method, channel_id=dm, **params)


def test_an_update_of_a_channel_reaches_its_members(team):
    ben = team.socket(team.ben)
    team.call(team.ann, "channel.update", channel_id=team.channel, topic="tea")
    assert ben.event("channel.updated")["data"]["channel"]["topic"] == "tea"
    with refused(-32003):
        team.call(team.cat, "channel.update", channel_id=team.channel, topic="coffee")


def test_an_archived_channel_takes_no_more_messages(team):
    channel = team.new_channel(team.ben)
    team.say(team.ben, "the last", channel)
    team.call(team.ann, "channel.delete", channel_id=channel)
    with refused(-32003, -32004, -32009, -32602):
        team.say(team.ben, "one more", channel)


# --- Workspaces ------------------------------------------------------------------------------------------------------


def test_who_is_added_to_a_workspace_is_told_and_may_use_it(team):
    newcomer = team.person("dan")
    socket, ann = team.socket(newcomer), team.socket(team.ann)
    team.call(team.ann, "workspace.member_add", workspace_id=team.workspace, user_id=newcomer)
    added = socket.event("workspace.added")["data"]["workspace"]
    assert added["id"] == team.workspace and added["role"] == "member"
    assert ann.event("workspace.member_joined")["data"] == {"workspace_id": team.workspace, "user_id": newcomer}
    team.call(newcomer, "channel.join", channel_id=team.channel)


def test_a_removal_from_a_workspace_ends_all_its_channels_with_one_entry(team):
    team.new_channel(team.cat, kind="private")
    cat, ben = team.socket(team.cat), team.socket(team.ben)
    team.call(team.ann, "workspace.member_remove", workspace_id=team.workspace, user_id=team.cat)
    last = cat.event("workspace.removed")
    assert last["data"] == {"workspace_id": team.workspace}
    sent = team.say(team.ann, "cat is gone")
    assert ben.message("cat is gone")["seq"] == sent["id"]
    # A workspace of cat's own marks the place: nothing came between.
    other = team.call(team.cat, "workspace.create", name="cat's own")["id"]
    assert cat.wait_for(lambda frame: "seq" in frame and "data" in frame)["data"]["workspace"]["id"] == other
    with refused(-32004):
        team.call(team.cat, "message.list", channel_id=team.channel)


def test_members_manage_nobody_and_the_owner_is_not_put_out(team):
    stranger = team.person("dan")
    with refused(-32003):
        team.call(team.ben, "workspace.member_add", workspace_id=team.workspace, user_id=stranger)
    with refused(-32003):
        team.call(team.ben, "workspace.member_remove", workspace_id=team.workspace, user_id=team.cat)
    team.call(team.ann, "workspace.member_update", workspace_id=team.workspace, user_id=team.ben, role="admin")
    team.call(team.ben, "workspace.member_add", workspace_id=team.workspace, user_id=stranger)
    with refused(-32003, -32009, -32602):
        team.call(team.ben, "workspace.member_remove", workspace_id=team.workspace, user_id=team.ann)


def test_only_an_operator_creates_people_and_names_are_unique(team):
    with refused(-32003):
        team.call(team.ann, "user.create", name=f"zoe-{team.token}")
    with refused(-32009, -32602):
        team.call(OPERATOR, "user.create", name=f"ann-{team.token}")
    created = team.call(OPERATOR, "user.create", name=f"zoe-{team.token}", display_name="Zoë")
    assert created["display_name"] == "Zoë" and created["status"] == "offline"
    after = team.call(OPERATOR, "user.create", name=f"zed-{team.token}")
    assert after["id"] == created["id"] + 1


def test_a_changed_name_reaches_who_shares_a_workspace(team):
    stranger = team.person("dan")
    ben, dan = team.socket(team.ben), team.socket(stranger)
    team.call(team.ann, "user.update", display_name="Ann the First", user_id=team.ann)
    assert ben.event("user.updated")["data"]["user"]["display_name"] == "Ann the First"
    with refused(-32003, -32004):
        team.call(team.ben, "user.update", display_name="Not Ann", user_id=team.ann)
    # A workspace of dan's own marks the place: nothing came before it.
    team.call(stranger, "workspace.create", name="dan's own")
    assert dan.wait_for(lambda frame: "seq" in frame and "data" in frame)["type"] == "workspace.added"
    team.call(OPERATOR, "user.update", user_id=stranger, display_name="Dan the Second")
    assert dan.event("user.updated")["data"]["user"]["display_name"] == "Dan the Second"
