# SPDX-License-Identifier: Apache-2.0
"""Members who come back the way the protocol asks, and note when."""

import asyncio
import random
import re
import time

import websockets.exceptions

from .swarm import LOST, Member

RETRY = re.compile(r"retry_after_ms=(\d+)")


class Traveller(Member):
    """A member who waits as long as the server says, and no less than the first step of the backoff."""

    def __init__(self, hub, user: int, channels: list[int] | None = None, window: int = 0):
        super().__init__(hub, user, channels, window)
        # When each of its connections was greeted.
        self.arrivals: list[float] = []
        self._asked_to_wait = 0.0

    async def run(self) -> None:
        while True:
            self._asked_to_wait = 0.0
            try:
                await self._converse()
            except websockets.exceptions.ConnectionClosed as closed:
                if hint := RETRY.search(closed.rcvd.reason if closed.rcvd else ""):
                    self._wait_for(int(hint[1]) / 1000)
            except LOST:
                pass
            await asyncio.sleep(max(self._asked_to_wait, random.uniform(0.5, 1)))

    def _wait_for(self, seconds: float) -> None:
        self._asked_to_wait = max(self._asked_to_wait, seconds)

    async def _take(self, socket, frame: dict) -> None:
        if frame.get("type") == "draining":
            self._wait_for(frame["reconnect_after_ms"] / 1000)
        elif frame.get("type") == "hello":
            self.arrivals.append(time.monotonic())
        await super()._take(socket, frame)
