#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a cluster costs: two cores on PostgreSQL, and 1, 2 and 4 edges that meet them on NATS.

    MARTLET_BINARY=.build/release/martlet Benchmarks/cluster.py

The binary needs the traits NATS and Postgres. Processor time is read from the processes' own clocks, messages on the bus
from nats-server; the clients' part counts nowhere. Every delivery is checked. `--latency` compares core and edge on a Unix
socket with core and edge on NATS, both on the same database, one right after the other.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).parents[1] / "Tests" / "Python"))

from harness.cluster import Cluster  # noqa: E402
from harness.flock import Listener  # noqa: E402
from harness.postgres import Postgres  # noqa: E402
from harness.process import Hub  # noqa: E402
from harness.team import Team  # noqa: E402

# A run is over before the first answer to a ping is due.
SETTINGS = {
    "limits.rates": False,
    "limits.connections_per_user": 10_000,
    "limits.heartbeat_ms": 60_000,
    "limits.heartbeat_timeout_ms": 60_000,
    "admission.per_second": 100_000,
}
TICK = os.sysconf("SC_CLK_TCK")
PEOPLE = 10


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", default="1,2,4", help="how many edges, one run each")
    parser.add_argument("--listeners", type=int, default=400, help="connections in all, spread over the edges")
    parser.add_argument("--rate", type=float, default=20, help="messages a second")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", action="store_true", help="measure what the bus adds, in place of what edges cost")
    parser.add_argument("--json", type=Path, help="where the figures of every round go")
    return parser.parse_args()


def seconds_of(*processes: int) -> float:
    """Processor time that these processes have used, and those they have waited for."""
    return sum(sum(int(field) for field in _stat(process)[11:15]) for process in processes) / TICK


def with_children(process: int) -> list[int]:
    return [process, *(other for other in _processes() if _stat(other)[1:2] == [str(process)])]


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _stat(process: int) -> list[str]:
    """What stands behind the command's name: state, parent, …"""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


class Load:
    """Listeners in one channel, and one who writes at a steady pace."""

    def __init__(self, hubs: list, team: Team, count: int):
        self.team = team
        people = [team[f"p{number}"] for number in range(PEOPLE)]
        self.listeners = [Listener(hubs[number % len(hubs)], people[number % PEOPLE]) for number in range(count)]
        self._messages = 0

    async def come(self) -> None:
        for listener in self.listeners:
            await listener.come()

    async def run(self, rate: float, seconds: float) -> list[float]:
        """Writes so long; returns what each delivery to the first listener took since its sending, in milliseconds."""
        count = int(rate * seconds)
        self._messages += 1
        first, last = f"{self._messages} ", f"{self._messages} {count - 1}"
        sent: dict[str, float] = {}
        took: list[float] = []
        listening = [asyncio.create_task(listener.listen(last)) for listener in self.listeners[1:]]
        listening.append(asyncio.create_task(self._time(self.listeners[0], sent, took, last)))
        writer = Writer(self.listeners[0].hub, self.team)
        await writer.come()
        began = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0, began + number / rate - time.monotonic()))
            sent[f"{first}{number}"] = time.monotonic()
            await writer.say(f"{first}{number}")
        await asyncio.gather(*listening)
        writer.drop()
        heard = {tuple(listener.heard[-count:]) for listener in self.listeners[1:]}
        assert len(took) == count and len(heard) <= 1, "lost, doubled or displaced"
        return took

    @staticmethod
    async def _time(listener: Listener, sent: dict[str, float], took: list[float], last: str) -> None:
        while True:
            _, payload = await listener._frame()
            frame = json.loads(payload)
            if frame.get("type") == "message.created":
                body = frame["data"]["message"]["body"]
                took.append(1000 * (time.monotonic() - sent[body]))
                if body == last:
                    return


class Writer(Listener):
    """Writes on a socket, and reads on so as not to be in its way."""

    def __init__(self, hub, team: Team):
        super().__init__(hub, team.ann)
        self._channel = team.channel
        self._reading: asyncio.Task | None = None

    async def say(self, body: str) -> None:
        self._reading = self._reading or asyncio.create_task(self._read())
        params = {"channel_id": self._channel, "body": body}
        data = json.dumps({"jsonrpc": "2.0", "id": body, "method": "message.send", "params": params}).encode()
        # A masked text frame; a mask of zeros hides nothing.
        self._writer.write(b"\x81\xfe" + len(data).to_bytes(2, "big") + bytes(4) + data)

    async def _read(self) -> None:
        while True:
            await self._frame()

    def drop(self) -> None:
        self._reading.cancel()
        super().drop()


def edges_cost(options: argparse.Namespace, count: int) -> dict[str, float]:
    cluster = Cluster(SETTINGS, edges=count)
    try:
        cluster.bus.kill()
        cluster.bus.arguments = ["--http_port", "-1"]
        cluster.bus.start()
        cluster.start()
        team = Team(cluster, *(f"p{number}" for number in range(PEOPLE)))
        load = Load(cluster.edges, team, options.listeners)
        parts = {
            "edge": [edge.handle.pid for edge in cluster.edges],
            "core": [core.handle.pid for core in cluster.cores],
            "nats-server": [cluster.bus.handle.pid],
        }
        ports = json.loads((cluster.bus.directory / f"nats-server_{cluster.bus.handle.pid}.ports").read_text())
        monitor = ports["monitoring"][0]

        def read() -> dict[str, float]:
            told = requests.get(f"{monitor}/varz", timeout=5).json()
            postmaster = int((cluster.database.data / "postmaster.pid").read_text().split()[0])
            used = {name: seconds_of(*processes) for name, processes in parts.items()}
            used["PostgreSQL"] = seconds_of(*with_children(postmaster))
            return used | {"in": told["in_msgs"], "out": told["out_msgs"], "bytes": told["out_bytes"]}

        async def run() -> tuple[dict[str, float], dict[str, float]]:
            await load.come()
            await load.run(options.rate, 2)
            before = await asyncio.to_thread(read)
            await load.run(options.rate, options.seconds)
            after = await asyncio.to_thread(read)
            for listener in load.listeners:
                listener.drop()
            return before, after

        before, after = asyncio.run(run())
    finally:
        cluster.close()
    events = int(options.rate * options.seconds)
    deliveries = events * options.listeners
    used = {name: after[name] - before[name] for name in after}
    return {
        "edge us/delivery": 1e6 * used["edge"] / deliveries,
        "core us/event": 1e6 * used["core"] / events,
        "PostgreSQL us/event": 1e6 * used["PostgreSQL"] / events,
        "nats-server us/event": 1e6 * used["nats-server"] / events,
        "bus in/event": used["in"] / events,
        "bus out/event": used["out"] / events,
        "bus bytes out/event": used["bytes"] / events,
    }


def latency(options: argparse.Namespace, nats: bool) -> dict[str, float]:
    database = Postgres().start()
    hub = Hub(split=True, settings={**SETTINGS, "database": database.url}, nats=nats)
    hub.data.mkdir()
    try:
        hub.start()
        team = Team(hub, *(f"p{number}" for number in range(PEOPLE)))
        load = Load([hub], team, PEOPLE)

        async def run() -> list[float]:
            await load.come()
            await load.run(options.rate, 2)
            return await load.run(options.rate, options.seconds)

        took = sorted(asyncio.run(run()))
    finally:
        hub.close()
        database.close()
    return {"p50 ms": statistics.median(took), "p99 ms": took[int(len(took) * 0.99)]}


def main() -> int:
    options = arguments()
    runs = {f"edges: {count}": (edges_cost, int(count)) for count in options.edges.split(",")}
    if options.latency:
        runs = {"Unix socket": (latency, False), "NATS": (latency, True)}
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in runs}
    for _ in range(options.rounds):
        for name, (measure, variant) in runs.items():
            rounds[name].append(measure(options, variant))
    for name, figures in rounds.items():
        medians = {figure: statistics.median(one[figure] for one in figures) for figure in figures[0]}
        print(f"{name}: " + ", ".join(f"{figure} {median:.2f}" for figure, median in medians.items()))
    if options.json:
        options.json.write_text(json.dumps(rounds, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
