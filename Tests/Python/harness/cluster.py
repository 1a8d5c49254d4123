# SPDX-License-Identifier: Apache-2.0
"""Two cores on one PostgreSQL and three edges, which meet on NATS: every part a real process."""

import random
import shutil
import tempfile
import time
from pathlib import Path

import requests

from .bus import PROGRAM, Bus
from .cable import Cable
from .pair import Pair
from .postgres import Postgres, programs
from .process import Process, run

# What takes longer than a second in a system of this size is so in a debug build on a busy machine.
PATIENCE = 60


def missing() -> str | None:
    """What a cluster needs and this machine or this `martlet` has not; nil if nothing."""
    if PROGRAM is None:
        return "nats-server is not installed"
    if programs() is None:
        return "PostgreSQL is not installed"
    if run("config", "check", "--role", "edge", "--auth", "dev", "--events", "nats://127.0.0.1:4222").returncode:
        return "this martlet was built without the trait NATS"
    if "Postgres" in run("config", "check", "--auth", "dev", settings={"database": "postgres://"}).stderr:
        return "this martlet was built without the trait Postgres"
    return None


class Core(Process):
    """A core, with cables of its own to the database and the bus.

    To two servers there is no cable: one that leads to a dead server would let the core in and put it out again, and libpq
    goes on to the next server only where it is refused.
    """

    def __init__(self, name: str, cluster: "Cluster", settings: dict):
        self.to_database = None if isinstance(cluster.database, Pair) else Cable(cluster.database.socket)
        self.to_bus = Cable(cluster.bus.port)
        data = cluster.directory / f"{name}-data"
        data.mkdir()
        arguments = ["--role", "core", "--auth", "dev", "--data", str(data)]
        super().__init__(name, cluster.directory, arguments, settings)
        # The name by which the database knows it.
        known = f"application_name={name}"
        database = f"{cluster.database.url}&{known}"
        if self.to_database:
            database = f"postgres://martlet@127.0.0.1:{self.to_database.port}/postgres?{known}"
        self.environment = {
            "MARTLET_DATABASE": database,
            "MARTLET_EVENTS": f"nats://127.0.0.1:{self.to_bus.port}",
        }

    def start(self, *, waits: bool = True) -> None:
        super().start(serves_clients=False)
        if waits:
            self.wait_until(lambda: "edges are taken on" in self.log[self.log_start :], "to take edges")

    @property
    def cables(self) -> list[Cable]:
        return [self.to_database, self.to_bus] if self.to_database else [self.to_bus]


class Edge(Process):
    """An edge, with a cable of its own to the bus. It is a hub for clients."""

    certificate = None

    def __init__(self, name: str, cluster: "Cluster", settings: dict):
        self.to_bus = Cable(cluster.bus.port)
        arguments = ["--role", "edge", "--auth", "dev", "--host", "127.0.0.1"]
        super().__init__(name, cluster.directory, [*arguments, "--data", str(cluster.directory / f"{name}-data")], settings)
        self.environment = {"MARTLET_EVENTS": f"nats://127.0.0.1:{self.to_bus.port}"}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def websocket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    @property
    def cables(self) -> list[Cable]:
        return [self.to_bus]


class Cluster:
    """The whole of it. As a hub it is any of its edges, as it is behind a load balancer that knows of no failure."""

    certificate = None

    def __init__(self, settings: dict, edges: int = 3, database: Postgres | Pair | None = None):
        self.directory = Path(tempfile.mkdtemp(prefix="martlet-cluster-"))
        self.database = database or Postgres().start()
        self.bus = Bus(self.directory / "nats").start()
        self.cores = [Core(f"core-{number}", self, settings) for number in (1, 2)]
        self.edges = [Edge(f"edge-{number}", self, settings) for number in range(1, edges + 1)]

    @property
    def url(self) -> str:
        return self.edges[0].url

    @property
    def websocket_url(self) -> str:
        return random.choice(self.edges).websocket_url

    def start(self) -> "Cluster":
        for core in self.cores:
            core.start()
        for edge in self.edges:
            edge.start()
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        for edge in self.edges:
            edge.wait_until(edge.is_ready, "to be ready")

    @property
    def leader(self) -> Core:
        """The core that says who is there: the database knows it by its lock."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            rows = self.database.ask(
                "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)"
                " WHERE locktype = 'advisory' AND granted"
            )
            for core in self.cores:
                if [core.name] in rows:
                    return core
            time.sleep(0.1)
        raise AssertionError("no core leads")

    def close(self) -> None:
        for process in [*self.edges, *self.cores]:
            if process.handle:
                process.kill()
            for cable in process.cables:
                cable.close()
        self.bus.kill()
        self.database.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def log(self) -> str:
        return "".join(f"== {process.name}\n{process.log}" for process in [*self.cores, *self.edges])
