# SPDX-License-Identifier: Apache-2.0
"""Listeners by the thousand: WebSockets of a few lines each, so that the test costs less than what it tests."""

import asyncio
import json
import random
import re
from urllib.parse import urlencode

RETRY = re.compile(rb"retry_after_ms=(\d+)")
# A masked text frame; a mask of zeros hides nothing.
PONG = b'\x81\x8f\x00\x00\x00\x00{"type":"pong"}'


class Listener:
    """One person's socket that only listens, and comes back where it was; it honours what it is asked to wait."""

    def __init__(self, hub, user: int):
        self.hub = hub
        self.user = user
        self.position: tuple[str, int] | None = None
        self.hello: dict = {}
        self.heard: list[int] = []
        self.asked_to_wait = 0
        self.refused: list[str] = []
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def come(self) -> None:
        """Attaches, however often it takes."""
        while (pause := await self._attach()) is not None:
            await asyncio.sleep(pause)

    async def _attach(self) -> float | None:
        """Tries once; how long to wait before the next time, or None once it is in."""
        query = ""
        if self.position:
            query = "?" + urlencode({"resume_from": self.position[1], "epoch": self.position[0]})
        try:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.hub.port)
            self._writer.write(
                f"GET /ws/user/{self.user}{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.hub.port}\r\n"
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
            )
            status = (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n", 1)[0]
        except (OSError, EOFError) as failure:
            self.refused.append(repr(failure))
            return random.uniform(0.5, 1)
        if b" 101 " not in status:
            # 408: it was us who did not get round to asking within ten seconds.
            if b" 408 " not in status:
                self.refused.append(status.decode())
            self.drop()
            return random.uniform(0.5, 1)
        opcode, payload = await self._frame()
        if opcode == 8:
            hint = RETRY.search(payload)
            assert payload[:2] == (1013).to_bytes(2, "big") and hint, payload
            self.asked_to_wait += 1
            self.drop()
            return int(hint[1]) / 1000
        self.hello = json.loads(payload)
        assert self.hello["type"] == "hello", self.hello
        self.position = (self.hello["epoch"], self.hello["from"])
        return None

    async def listen(self, last: str) -> None:
        """Hears everything up to a message with that body, and answers pings."""
        while True:
            opcode, payload = await self._frame()
            assert opcode == 1, (opcode, payload)
            frame = json.loads(payload)
            if frame.get("type") == "ping":
                self._writer.write(PONG)
            elif "data" in frame and "seq" in frame:
                self.heard.append(frame["seq"])
                self.position = (self.position[0], frame["seq"])
                if frame["type"] == "message.created" and frame["data"]["message"]["body"] == last:
                    return

    async def _frame(self) -> tuple[int, bytes]:
        first, size = await self._reader.readexactly(2)
        if size >= 126:
            size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
        return first & 15, await self._reader.readexactly(size)

    def drop(self) -> None:
        """Ends without a word, as a lost network would."""
        self._writer.transport.abort()
