# SPDX-License-Identifier: Apache-2.0
"""Clients that write, listen, lose their connection and come back, and remember everything they heard."""

import asyncio
import contextlib
import json
from urllib.parse import urlencode

import websockets.exceptions
from websockets.asyncio.client import connect

# What a connection can end with while its server is being killed.
LOST = (OSError, EOFError, TimeoutError, websockets.exceptions.WebSocketException)


class Member:
    """One person with one socket, who comes back for as long as the test runs.

    `heard` is the transcript: the ids of messages, by channel, in the order in which they came. `covered` are the
    stretches of the log within which nothing may be missing: there is one, unless the server said `resync`.
    With `patience` it gives up a connection that is silent for so many seconds.
    """

    def __init__(
        self, hub, user: int, channels: list[int] | None = None, window: int = 0, patience: float | None = None
    ):
        self.hub = hub
        self.user = user
        self.channels = channels or []
        self.window = window
        self.patience = patience
        self.position: tuple[str, int] | None = None
        self.heard: dict[int, list[int]] = {}
        # What each message said that it heard.
        self.bodies: dict[int, str] = {}
        self.covered: list[list[int]] = []
        self.resyncs: list[str] = []
        self.violations: list[str] = []
        self.acknowledged: dict[str, dict] = {}
        self.sent = 0
        self.hellos = 0
        self.is_writing = window > 0
        self._unanswered: dict[str, str] = {}
        self._refused: list[str] = []
        self._later: asyncio.Task | None = None
        self._counted = 0

    @property
    def is_settled(self) -> bool:
        """Whether everything it has sent has been acknowledged."""
        return not self._unanswered

    async def run(self) -> None:
        while True:
            try:
                await self._converse()
            except LOST:
                await asyncio.sleep(0.05)

    async def _converse(self) -> None:
        query = ""
        if self.position:
            query = "?" + urlencode({"resume_from": self.position[1], "epoch": self.position[0]})
        url = f"{self.hub.websocket_url}/ws/user/{self.user}{query}"
        async with connect(
            url, compression=None, ping_interval=None, open_timeout=5, close_timeout=0.2, max_size=None, proxy=None
        ) as socket:
            while True:
                async with asyncio.timeout(self.patience):
                    text = await socket.recv()
                await self._take(socket, json.loads(text))

    async def _take(self, socket, frame: dict) -> None:
        kind = frame.get("type")
        if kind == "hello":
            self._greeted(frame)
            for request in self._unanswered.values():
                await socket.send(request)
            await self._write(socket)
        elif kind == "ping":
            if frame["sent"] != self._counted:
                self.violations.append(f"counted {self._counted}, but was sent {frame['sent']}")
            self._advance(frame["seq"])
            await socket.send(json.dumps({"type": "pong", "seq": self.position[1]}))
        elif kind == "epoch":
            self.position = (frame["epoch"], frame["seq"])
            self.covered[-1][1] = frame["seq"]
        elif "jsonrpc" in frame:
            await self._answered(socket, frame)
        elif "seq" in frame:
            self._counted += 1
            if frame["seq"] <= self.position[1]:
                self.violations.append(f"{frame['seq']} came after {self.position[1]}")
            self._advance(frame["seq"])
            if kind == "message.created":
                message = frame["data"]["message"]
                self.heard.setdefault(message["channel_id"], []).append(message["id"])
                self.bodies[message["id"]] = message["body"]

    def _greeted(self, hello: dict) -> None:
        if self._later:
            self._later.cancel()
        self._refused = []
        self._counted = 0
        self.hellos += 1
        if hello["resumed"]:
            if hello["from"] != self.position[1]:
                self.violations.append(f"asked from {self.position[1]}, resumed from {hello['from']}")
            self.position = (hello["epoch"], hello["from"])
        else:
            if self.position:
                self.resyncs.append(hello["resync"])
            self.position = (hello["epoch"], hello["seq"])
            self.covered.append([hello["seq"], hello["seq"]])

    def _advance(self, seq: int) -> None:
        self.position = (self.position[0], max(self.position[1], seq))
        self.covered[-1][1] = self.position[1]

    async def _write(self, socket) -> None:
        while self.is_writing and len(self._unanswered) < self.window:
            key = f"{self.user}-{self.sent}"
            channel = self.channels[self.sent % len(self.channels)]
            params = {"channel_id": channel, "body": key, "idempotency_key": key}
            request = json.dumps({"jsonrpc": "2.0", "id": key, "method": "message.send", "params": params})
            self.sent += 1
            self._unanswered[key] = request
            await socket.send(request)

    async def _answered(self, socket, answer: dict) -> None:
        key = answer["id"]
        if "result" in answer:
            if self._unanswered.pop(key, None) is None:
                self.violations.append(f"{key} was answered twice")
            self.acknowledged[key] = answer["result"]
            await self._write(socket)
        elif answer["error"]["data"]["retryable"]:
            self._refused.append(key)
            if len(self._refused) == 1:
                self._later = asyncio.create_task(self._send_refused(socket))
        else:
            self.violations.append(f"{key}: {answer['error']}")

    async def _send_refused(self, socket) -> None:
        """Sends again, after one pause for all of it, what the server could not take; a new connection sends everything."""
        await asyncio.sleep(0.05)
        keys, self._refused = self._refused, []
        with contextlib.suppress(*LOST):
            for key in keys:
                if request := self._unanswered.get(key):
                    await socket.send(request)

    def missed(self, stored: list[int], channel: int) -> tuple[list[int], list[int]]:
        """What it should have heard and did not, and what it heard and should not have, of what is stored."""
        expected = [number for number in stored if any(begin < number <= end for begin, end in self.covered)]
        heard = self.heard.get(channel, [])
        return sorted(set(expected) - set(heard)), sorted(set(heard) - set(expected))
