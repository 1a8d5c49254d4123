# SPDX-License-Identifier: Apache-2.0
"""A workspace with people in it, made afresh for each test."""

import itertools
import secrets

from .client import HTTP, Socket

OPERATOR = 1


class Team:
    """Ann owns the workspace; ben, cat and who else is named are in it and in its public channel."""

    def __init__(self, hub, *others: str):
        self.hub = hub
        self.http = HTTP(hub)
        self.token = secrets.token_hex(4)
        self._numbers = itertools.count(1)
        self._sockets: list[Socket] = []
        self._fences: dict[int, int] = {}
        self.people: dict[str, int] = {}
        self.ann = self.person("ann")
        self.ben = self.person("ben")
        self.cat = self.person("cat")
        for name in others:
            self.person(name)
        self.workspace = self.call(self.ann, "workspace.create", name=f"team {self.token}")["id"]
        for person in list(self.people.values())[1:]:
            self.call(self.ann, "workspace.member_add", workspace_id=self.workspace, user_id=person)
        self.channel = self.new_channel(*list(self.people.values())[1:])

    def __getitem__(self, name: str) -> int:
        return self.people[name]

    def person(self, name: str) -> int:
        """A new person, who is in no workspace."""
        user = self.call(OPERATOR, "user.create", name=f"{name}-{self.token}", display_name=name.title())
        self.people[name] = user["id"]
        return user["id"]

    def call(self, user: int | None, method: str, **params):
        return self.http.call(user, method, **params)

    def new_channel(self, *members: int, kind: str = "public", owner: int | None = None) -> int:
        """A channel of ann's, or of somebody else's, with these members besides."""
        owner = owner or self.ann
        name = f"{kind}-{next(self._numbers)}-{self.token}"
        channel = self.call(owner, "channel.create", workspace_id=self.workspace, kind=kind, name=name)["id"]
        for member in members:
            if kind == "public":
                self.call(member, "channel.join", channel_id=channel)
            else:
                self.call(owner, "channel.add_member", channel_id=channel, user_id=member)
        return channel

    def say(self, user: int, body: str, channel: int | None = None, **more) -> dict:
        """Sends a message to the public channel, or to another."""
        return self.call(user, "message.send", channel_id=channel or self.channel, body=body, **more)

    def socket(self, user: int, **more) -> Socket:
        """A socket that is closed when the test ends."""
        socket = Socket(self.hub, user, **more)
        self._sockets.append(socket)
        return socket

    def fence(self, socket: Socket, user: int | None = None) -> list[dict]:
        """Every event not yet looked at, presence apart, that this person hears of what has happened so far.

        Whatever was committed before comes before: a message to a channel that nobody else is in marks the place.
        """
        user = user or socket.hello["user_id"]
        if user not in self._fences:
            self._fences[user] = self.new_channel(kind="private", owner=user)
        body = f"fence {next(self._numbers)}"
        self.say(user, body, self._fences[user])
        start = socket._read
        socket.message(body)
        frames = socket.frames[start : socket._read]
        events = [frame for frame in frames if "data" in frame and frame["type"] != "presence.updated"]
        return [frame for frame in events if not _concerns(frame, self._fences[user])]

    def close(self) -> None:
        for socket in self._sockets:
            try:
                socket.close()
            except Exception:  # noqa: BLE001 - it may be half dead on purpose
                pass


def _concerns(frame: dict, channel: int) -> bool:
    data = frame["data"]
    return channel in (
        data.get("channel_id"),
        (data.get("channel") or {}).get("id"),
        (data.get("message") or {}).get("channel_id"),
    )
