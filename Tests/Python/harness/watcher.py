# SPDX-License-Identifier: Apache-2.0
"""Somebody who watches who is there, and notes who comes and who goes."""

import time

from .client import Socket


class Watcher:
    """One socket, and what it shows of everyone: a snapshot or a repetition that says nothing new is no change."""

    def __init__(self, hub, user: int):
        self._socket = Socket(hub, user)
        self._statuses: dict[int, str] = {}
        self._changes: list[tuple[int, str]] = []

    def look(self, wait: float = 0.02) -> None:
        """Takes in what has come."""
        try:
            while True:
                self._take(self._socket.receive(wait))
        except TimeoutError:
            pass

    def _take(self, frame: dict) -> None:
        if frame.get("type") != "presence.updated":
            return
        for entry in frame["data"]["users"]:
            user, status = entry["user_id"], entry["status"]
            if self._statuses.get(user, "offline") != status:
                self._changes.append((user, status))
            self._statuses[user] = status

    @property
    def changes(self) -> dict[int, list[str]]:
        """Who has come and gone since it was last forgotten, in order for each."""
        self.look()
        changes: dict[int, list[str]] = {}
        for user, status in self._changes:
            changes.setdefault(user, []).append(status)
        return changes

    def forget(self) -> None:
        self.look()
        self._changes = []

    def wait_for(self, expected: dict[int, list[str]], timeout: float) -> float:
        """Waits until it has seen these changes and no others; after how many seconds it had."""
        began = time.monotonic()
        while (changes := self.changes) != expected:
            assert time.monotonic() < began + timeout, f"saw {changes}, not {expected}, within {timeout} s"
        return time.monotonic() - began

    def close(self) -> None:
        self._socket.close()
