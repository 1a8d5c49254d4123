# SPDX-License-Identifier: Apache-2.0
"""Two PostgreSQL servers, of which one follows the other and can take its place."""

import shutil
import time
from urllib.parse import urlencode

from .postgres import Postgres


class Pair:
    """A primary and its standby, which change places at each failover."""

    def __init__(self, *, is_synchronous: bool):
        self.is_synchronous = is_synchronous
        # How long each promotion took, in seconds.
        self.promotions: list[float] = []
        self.primary = Postgres().start()
        self.standby = Postgres(follows=self.primary)
        # In the order in which they are named to everyone, whoever is the primary.
        self.servers = [self.primary, self.standby]
        self._join()

    @property
    def url(self) -> str:
        places = {
            "host": ",".join(str(server.directory) for server in self.servers),
            "port": ",".join(str(server.port) for server in self.servers),
            "target_session_attrs": "read-write",
        }
        return "postgres://martlet@/postgres?" + urlencode(places, safe=",/")

    def promote(self) -> None:
        """The standby takes the place of the primary, whatever has become of that."""
        began = time.monotonic()
        self.standby.promote()
        self.promotions.append(time.monotonic() - began)
        self.primary, self.standby = self.standby, self.primary

    def renew_standby(self) -> None:
        """Puts an end to the former primary, and has it follow the present one from now on."""
        self.standby.vanish()
        shutil.rmtree(self.standby.data)
        self.standby.follow(self.primary)
        self._join()

    def part(self) -> None:
        """The standby hears nothing more of what the primary commits."""
        self.standby.change("primary_conninfo", "")
        self._wait_for(self.primary, "SELECT COUNT(*) FROM pg_stat_replication", "0")

    def ask(self, sql: str) -> list[list[str]]:
        return self.primary.ask(sql)

    def close(self) -> None:
        for server in self.servers:
            server.vanish()
            server.close()

    def _join(self) -> None:
        self.standby.start()
        streaming = "SELECT COUNT(*) FROM pg_stat_replication WHERE state = 'streaming'"
        self._wait_for(self.primary, streaming, "1")
        if self.is_synchronous:
            self.primary.change("synchronous_standby_names", "*")
            self._wait_for(self.primary, f"{streaming} AND sync_state = 'sync'", "1")

    @staticmethod
    def _wait_for(server: Postgres, sql: str, answer: str) -> None:
        deadline = time.monotonic() + 60
        while server.ask(sql) != [[answer]]:
            assert time.monotonic() < deadline, f"{sql} is not {answer}"
            time.sleep(0.05)
