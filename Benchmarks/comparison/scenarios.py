# SPDX-License-Identifier: Apache-2.0
"""What every peer is put through. Each function returns figures, and raises if a delivery is missing or comes twice."""

import time

from .process import Load, Server, publish

DELIVERIES_PER_SECOND = 20_000


class Stage:
    """One server and its listeners, none connected yet."""

    def __init__(self, server: Server, connections: int, channels: int, *, resumes: bool = False):
        peer = server.peer
        more_listen, more_publish = peer.prepare(server, connections, channels) if peer.prepare else ([], [])
        listen = (peer.resume_listen or peer.listen) + peer.resume if resumes else peer.listen
        self.server, self.channels = server, channels
        self.listeners = connections // channels
        channel = (peer.resume_channel if resumes else None) or peer.channel
        self.publishing = [
            "--chan", channel, *((peer.resume_publish if resumes else None) or peer.publish), *more_publish
        ]
        self.load = Load(server, connections, channels, listen, more_listen)
        self.sent = 0

    def __enter__(self):
        self.load.__enter__()
        return self

    def __exit__(self, *exception):
        self.load.__exit__(*exception)

    def connect(self) -> dict:
        found = self.load.ask("connect")
        if found["ready"] != found["n"]:
            raise RuntimeError(f"{found['ready']} of {found['n']} connections")
        return found

    def publish(self, count: int, *, listeners: int | None = None, **pace) -> dict:
        """Publishes without counting what is heard."""
        told = publish(
            self.server,
            self.publishing,
            channels=self.channels,
            listeners=self.listeners if listeners is None else listeners,
            count=count,
            first=self.sent // self.channels,
            **pace,
        )
        self.sent += count
        return told

    def deliver(self, count: int, **pace) -> dict:
        """Publishes, and counts until everything was heard."""
        expected = count * self.listeners
        patience = count / pace["rate"] + 60 if "rate" in pace else 60
        self.load.tell(f"recv {patience:g} {expected}")
        self.load.answer()
        if "window" in pace:
            pace["load"] = self.load
        self.publish(count, patience=patience, **pace)
        found = self.load.answer()
        check(found, expected)
        return found


def check(found: dict, expected: int) -> None:
    extra = found.get("extra_after", 0)
    if found["messages"] != expected or found["gaps"] or found["dups"] or found["closed"] or extra:
        raise RuntimeError(
            f"{found['messages']} of {expected} deliveries, {found['gaps']} passed over, {found['dups']} repeated, "
            f"{extra} too many, {found['closed']} connections lost"
        )


def at_rate(peer, connections: int, *, in_memory: bool = False) -> dict:
    rate = DELIVERIES_PER_SECOND / connections
    with Server(peer, in_memory=in_memory) as server, Stage(server, connections, 1) as stage:
        stage.connect()
        server.settle()
        return stage.deliver(max(6, round(rate * 6)), rate=rate)


def fanout(peer) -> dict:
    """1000 connections × 20 messages a second."""
    return {"us": at_rate(peer, 1000)["server_us_per_msg"]}


def flood(peer) -> dict:
    """As many messages as 1000 connections hear, 8 under way."""
    with Server(peer) as server, Stage(server, 1000, 1) as stage:
        stage.connect()
        server.settle()
        found = stage.deliver(400, window=8)
        return {"us": found["server_us_per_msg"], "deliveries_per_second": found["active_msgs_per_s"]}


def with_and_without(peer, connections: int, channels: int, *, count: int, rate: float) -> tuple[float, float]:
    """µs for each delivery: less the processor time of the same sends without listeners, and with all of it."""
    with Server(peer) as server, Stage(server, connections, channels) as stage:
        server.settle()
        before = server.processor_seconds()
        stage.publish(count, rate=rate)
        server.settle()
        quiet = server.processor_seconds() - before
        stage.sent = 0
        stage.connect()
        server.settle()
        before = server.processor_seconds()
        deliveries = stage.deliver(count, rate=rate)["messages"]
        server.settle()
        heard = server.processor_seconds() - before
    return (heard - quiet) * 1e6 / deliveries, heard * 1e6 / deliveries


def channels(peer) -> dict:
    """2000 channels × 5 listeners at 4000 messages a second."""
    net, gross = with_and_without(peer, 10_000, 2000, count=20_000, rate=4000)
    return {"us": net, "with_sends_us": gross}


def idle(peer) -> dict:
    """10,000 connections, each in one of 2000 channels: what each takes to accept, and keeps resident."""
    with Server(peer) as server, Stage(server, 10_000, 2000) as stage:
        server.settle()
        accepted = stage.connect()["server_cpu_us_per_conn"]
        return {"kib": stage.load.ask("idle 4")["kib_per_conn"], "us": accepted}


def resume(peer) -> dict | None:
    """2000 connections are cut off, miss 100 messages and come back at once."""
    if peer.resume is None:
        return None
    with Server(peer) as server:
        if peer.before_resume:
            peer.before_resume(server)
        with Stage(server, 2000, 1, resumes=True) as stage:
            stage.connect()
            stage.deliver(20, rate=50)
            stage.load.ask("drop")
            time.sleep(1.5)
            stage.publish(100, rate=500, listeners=0)
            server.settle()
            found = stage.load.ask("reconnect 100 0 40")
            check(found, 200_000)
            return {"us": found["server_us_per_msg"], "caught_up_s": found["t_caught_up_s"]}


def latency(peer) -> dict:
    """Send to receive at 20,000 deliveries a second; with Martlet's log in memory, so that no disk is waited for."""
    found = at_rate(peer, 1000, in_memory=True)["lat_us"]
    return {"p50_ms": found["p50"] / 1000, "p99_ms": found["p99"] / 1000}


def growth(peer) -> dict:
    """20,000 deliveries a second to 100, 1000 and 10,000 connections: the fewer, the more sends that takes."""
    figures = {}
    for connections in (100, 1000, 10_000):
        rate = DELIVERIES_PER_SECOND / connections
        net, gross = with_and_without(peer, connections, 1, count=max(6, round(rate * 6)), rate=rate)
        figures |= {f"us_{connections}": net, f"with_sends_us_{connections}": gross}
    return figures


ALL = {
    "fanout": fanout, "flood": flood, "channels": channels, "idle": idle, "resume": resume, "latency": latency,
    "growth": growth,
}
