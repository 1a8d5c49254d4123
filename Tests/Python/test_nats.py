# SPDX-License-Identifier: Apache-2.0
"""A core and its edges on NATS: what the rest of the suite, run with MARTLET_TEST_LINK=nats, cannot ask of them."""

import collections
import os
import subprocess
import threading
import time
from pathlib import Path

import pytest
import requests

from conftest import QUICK
from harness.bus import PROGRAM
from harness.client import HTTP, RPCError, Socket
from harness.process import ROOT, Hub, Process, run
from harness.team import Team
from test_kill9 import history


def has_trait() -> bool:
    asked = run("config", "check", "--role", "edge", "--auth", "dev", "--events", "nats://127.0.0.1:4222")
    return asked.returncode == 0


pytestmark = pytest.mark.skipif(not PROGRAM or not has_trait(), reason="needs nats-server and the trait NATS")


@pytest.fixture
def bus_hub():
    """Makes a server whose core and edge meet on a NATS server of its own."""
    hubs: list[Hub] = []

    def make(settings: dict | None = None) -> Hub:
        hubs.append(Hub(split=True, settings={**QUICK, **(settings or {})}, nats=True))
        return hubs[-1].start()

    yield make
    for hub in hubs:
        hub.close()


class Writer(threading.Thread):
    """Says one thing after another, each until it is acknowledged, always under one key."""

    def __init__(self, hub: Hub, team: Team):
        super().__init__(daemon=True)
        self.http = HTTP(hub)
        self.team = team
        self.acknowledged: list[int] = []
        # What its texts begin with.
        self.mark = "m"
        self._stop_writing = threading.Event()

    def run(self) -> None:
        number = 0
        while not self._stop_writing.is_set():
            number += 1
            while not self._say(f"{self.mark}{number}"):
                time.sleep(0.05)

    def _say(self, text: str) -> bool:
        try:
            sent = self.http.call(
                self.team.ann, "message.send", channel_id=self.team.channel, body=text, idempotency_key=text
            )
        except RPCError as refusal:
            assert refusal.code == -32050 and refusal.data["retryable"] is True
            return False
        self.acknowledged.append(sent["id"])
        return True

    def stop(self) -> None:
        self._stop_writing.set()
        self.join(60)
        assert not self.is_alive()

    def wait(self, count: int) -> None:
        deadline = time.monotonic() + 60
        while len(self.acknowledged) < count:
            assert time.monotonic() < deadline and self.is_alive()
            time.sleep(0.01)


def heard_by(socket: Socket, last: int) -> list[int]:
    socket.wait_for(lambda frame: frame.get("seq") == last, timeout=60)
    return [frame["seq"] for frame in socket.seen("message.created")]


@pytest.mark.parametrize("victim", ["bus", "core"])
def test_whatever_is_killed_under_load_every_message_comes_once_and_in_order(bus_hub, victim):
    hub = bus_hub({"limits.heartbeat_ms": 20_000})
    team = Team(hub)
    other = hub.another_edge()
    try:
        other.edge.start()
        other.wait_until_ready()
        sockets = [team.socket(team.ben), Socket(other, team.cat)]
        writer = Writer(hub, team)
        writer.start()
        for round in range(1, 4):
            writer.wait(len(writer.acknowledged) + 20)
            process = hub.bus if victim == "bus" else hub.core
            process.kill()
            hub.edge.wait_until(lambda: not hub.is_ready(), "to be unready", timeout=15)
            assert "link_down" in HTTP(hub).request("GET", "/readyz").json()["reasons"]
            hub.bus.start() if victim == "bus" else hub.start_core()
            hub.wait_until_ready()
        writer.wait(len(writer.acknowledged) + 20)
        writer.stop()
        for socket in sockets:
            # Never disconnected, and nothing missed, repeated or out of order.
            assert heard_by(socket, writer.acknowledged[-1]) == writer.acknowledged
        sockets[1].close()
    finally:
        other.close()


def port_of(process: Process) -> int:
    """The one port that a process listens on."""
    files = Path(f"/proc/{process.handle.pid}/fd")
    sockets = {os.readlink(file)[8:-1] for file in files.iterdir() if os.readlink(file).startswith("socket:")}
    rows = [line.split() for line in Path(f"/proc/{process.handle.pid}/net/tcp").read_text().splitlines()[1:]]
    [port] = [int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and row[9] in sockets]
    return port


def test_a_call_on_its_way_when_its_core_dies_is_carried_out_once_and_answered(bus_hub):
    hub = bus_hub()
    team = Team(hub)
    lost, counted = [], collections.Counter()
    with Socket(hub, team.ann) as socket:
        for attempt in range(5):
            texts = [f"{attempt}-{number}" for number in range(400)]
            for text in texts:
                params = {"channel_id": team.channel, "body": text}
                socket.send({"jsonrpc": "2.0", "id": text, "method": "message.send", "params": params})
            # In the middle of them.
            socket.answer(texts[20 * attempt], timeout=60)
            hub.core.kill()
            hub.start_core()
            for text in texts:
                answer = socket.answer(text, timeout=60)
                if "error" not in answer:
                    counted["answered"] += 1
                elif answer["error"]["data"].get("outcome") == "none":
                    # It came when there was no core to ask.
                    counted["refused"] += 1
                    lost.append(text)
                else:
                    counted[str(answer["error"])] += 1
            hub.wait_until_ready()
    stored = collections.Counter(message["body"] for message in history(team, team.channel))
    assert set(counted) <= {"answered", "refused"}, counted
    assert len(stored) == counted["answered"] and set(stored.values()) == {1}
    assert not set(lost) & set(stored)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="finds the port by /proc")
def test_a_core_without_its_bus_is_unready_and_says_why(bus_hub):
    hub = bus_hub({"operations_port": 0})
    address = f"http://127.0.0.1:{port_of(hub.core)}/readyz"
    assert requests.get(address, timeout=5).json() == {"ready": True, "reasons": []}
    hub.bus.kill()
    hub.core.wait_until(lambda: requests.get(address, timeout=5).status_code == 503, "to be unready", timeout=15)
    assert requests.get(address, timeout=5).json()["reasons"] == ["link_down"]
    hub.bus.start()
    hub.core.wait_until(lambda: requests.get(address, timeout=5).status_code == 200, "to be ready", timeout=15)
    hub.wait_until_ready()


def test_the_people_of_an_edge_that_dies_leave_and_nobody_else_does(bus_hub):
    hub = bus_hub()
    team = Team(hub)
    other = hub.another_edge()
    try:
        other.edge.start()
        other.wait_until_ready()
        ann, ben = team.socket(team.ann), Socket(other, team.ben)

        def statuses() -> dict[int, str]:
            page = team.call(team.ann, "presence.list", workspace_id=team.workspace)["presence"]
            return {entry["user_id"]: entry["status"] for entry in page}

        hub.edge.wait_until(lambda: statuses()[team.ben] == "online", "to see ben")
        other.edge.kill()
        killed = time.monotonic()
        seen = set()

        def has_left() -> bool:
            now = statuses()
            seen.add(now[team.ann])
            return now[team.ben] == "offline"

        hub.edge.wait_until(has_left, "to miss ben", timeout=30)
        # A lease, looked at each second, and a grace of 1.5 s.
        assert time.monotonic() - killed < 8
        assert seen == {"online"}
        # An edge that died starts again in its place.
        other.edge.start()
        other.wait_until_ready()
        with Socket(other, team.ben):
            hub.edge.wait_until(lambda: statuses()[team.ben] == "online", "to see ben again", timeout=30)
        ann.close()
    finally:
        other.close()


def certificate(directory: Path, name: str) -> Path:
    """A certificate for a host of that name, signed by nobody but itself; its key lies beside it."""
    made = directory / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", made.with_suffix(".key"), "-out", made],
        check=True, capture_output=True,
    )
    return made


def test_what_is_said_is_encrypted_and_a_bus_that_cannot_prove_who_it_is_is_refused(tmp_path):
    own, other = certificate(tmp_path, "localhost"), certificate(tmp_path, "other.example")
    hub = Hub(split=True, settings={**QUICK, "nats.authority": str(own)}, nats=True)
    hub.bus.certificate = own
    try:
        hub.start()
        team = Team(hub)
        with Socket(hub, team.ben) as ben:
            sent = team.say(team.ann, "said")
            assert ben.message("said")["seq"] == sent["id"]
        # Signed by somebody else, and by somebody whom we believe, for another name.
        hub.bus.certificate = other
        hub.bus.kill()
        hub.bus.start()
        for believed in (own, other):
            hub.edge.kill()
            hub.edge.environment["MARTLET_NATS_AUTHORITY"] = str(believed)
            hub.edge.start(serves_clients=False)
            hub.edge.wait_until(lambda: "NATS cannot be reached" in hub.edge.log[hub.edge.log_start :], "to refuse it")
            assert "SSL" in hub.edge.log[hub.edge.log_start :]
    finally:
        hub.close()


def test_each_role_may_say_and_hear_what_deploy_grants_it_and_no_more(tmp_path, bus_hub):
    conf = (ROOT / "deploy/nats-server.conf").read_text()
    start, end = conf.index("tls {"), conf.index("authorization {")
    conf = conf[:start] + conf[end:]
    for role in ("CORES", "EDGES"):
        conf = conf.replace(f'"$2a$11$REPLACE-WITH-THE-HASH-OF-THE-{role}-PASSWORD"', f'"{role.lower()} secret"')
    conf = "\n".join(line for line in conf.splitlines() if not line.startswith("listen:"))
    (tmp_path / "nats.conf").write_text(conf)
    hub = Hub(split=True, settings=QUICK, nats=True)
    hub.bus.arguments = ["--config", str(tmp_path / "nats.conf")]
    for process, role in ((hub.core, "core"), (hub.edge, "edge")):
        process.environment |= {"MARTLET_NATS_USER": role, "MARTLET_NATS_PASSWORD": f"{role}s secret"}
    try:
        hub.start()
        team = Team(hub)
        with Socket(hub, team.ben) as ben:
            sent = team.say(team.ann, "granted")
            assert ben.message("granted")["seq"] == sent["id"]
        log = (hub.bus.directory / "nats.log").read_text()
        assert "Violation" not in log
        # An edge that takes the core's place is not heard.
        hub.core.kill()
        hub.core.environment |= {"MARTLET_NATS_USER": "edge", "MARTLET_NATS_PASSWORD": "edges secret"}
        hub.core.start(serves_clients=False)
        hub.core.wait_until(lambda: "Violation" in (hub.bus.directory / "nats.log").read_text(), "to be refused")
        hub.edge.wait_until(lambda: not hub.is_ready(), "to be unready", timeout=15)
    finally:
        hub.close()
