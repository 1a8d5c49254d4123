# SPDX-License-Identifier: Apache-2.0
"""What goes wrong outside must not go wrong inside: garbage, full disks, broken files, storms. R3-8."""

import os
import random
import shutil
import socket as sockets
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from harness.client import HTTP, RPCError, Socket
from harness.process import run
from test_resume import say_many

UPGRADE = (
    "GET /ws/user/{user} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def raw(hub) -> sockets.socket:
    connection = sockets.create_connection(("127.0.0.1", hub.port), timeout=15)
    return connection


def read_to_end(connection: sockets.socket) -> bytes:
    data = b""
    try:
        while chunk := connection.recv(65536):
            data += chunk
    except (ConnectionResetError, TimeoutError):
        pass
    return data


def is_well(hub, team) -> bool:
    """Whether the server goes on serving, and is the process it was."""
    sent = team.say(team.ann, "still here")
    with Socket(hub, team.ben) as socket:
        socket.call("user.me")
    return bool(sent["id"]) and all(process.is_running for process in hub.processes)


# --- Garbage ---------------------------------------------------------------------------------------------------------


def test_garbage_on_the_port_harms_nobody(hub, team):
    generator = random.Random(4711)
    seeds = [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        UPGRADE.format(user=team.ann, port=hub.port).encode(),
        b"POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{}",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 2000 + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /rpc HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzz\r\n",
    ]
    for _ in range(150):
        data = bytearray(generator.choice(seeds))
        for _ in range(generator.randrange(0, 6)):
            data[generator.randrange(len(data))] = generator.randrange(256)
        cut = generator.randrange(len(data) + 1) if generator.random() < 0.3 else len(data)
        with raw(hub) as connection:
            try:
                connection.sendall(bytes(data[:cut]))
                connection.shutdown(sockets.SHUT_WR)
                read_to_end(connection)
            except OSError:
                pass
    assert is_well(hub, team)


def test_garbage_after_the_handshake_ends_that_socket_alone(hub, team):
    bystander = team.socket(team.ben)
    generator = random.Random(42)
    for _ in range(120):
        with raw(hub) as connection:
            connection.sendall(UPGRADE.format(user=team.cat, port=hub.port).encode())
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(1)
            try:
                connection.sendall(generator.randbytes(generator.randrange(1, 200)))
                connection.shutdown(sockets.SHUT_WR)
            except OSError:
                pass
            read_to_end(connection)
    team.say(team.ann, "unmoved")
    assert bystander.message("unmoved")
    assert is_well(hub, team)


def test_bad_json_on_a_socket_is_answered_and_the_socket_goes_on(team):
    socket = team.socket(team.ann)
    bad = [
        "{", "[]", "null", "1", '"x"', "{}", '{"type":7}', '{"type":"open","token":"late"}', '{"type":"unknown"}',
        '{"type":"pong","seq":"x"}', '{"type":"activity"}', '{"jsonrpc":"2.0","id":"x","method":"user.me","params":[]}',
        "[" * 5000, '{"a":' * 5000, '{"type":"pong","seq":99999999999999999999999}', '{"type":"pong","seq":-1}',
    ]  # fmt: skip
    for text in bad:
        socket.send(text)
    assert socket.call("user.me")["id"] == team.ann


def test_garbage_on_events_sock_harms_nobody(hub, team, split):
    if not split or hub.bus:
        pytest.skip("there is no events.sock")
    assert oct(os.stat(hub.events_path).st_mode & 0o777) == "0o600"
    generator = random.Random(7)
    frames = [
        b"\x00\x00\x00\x00",
        b"\xff\xff\xff\xff" + b"x" * 100,
        struct.pack("!I", 5) + b"{bad}",
        struct.pack("!I", 2) + b"{}",
        struct.pack("!I", 100) + b"short",
        struct.pack("!I", 40) + b'{"v":99,"epoch":"x","seq":1,"event":{}}  ',
    ]
    for _ in range(60):
        with sockets.socket(sockets.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(hub.events_path))
                for _ in range(generator.randrange(1, 4)):
                    connection.sendall(generator.choice([*frames, generator.randbytes(50)]))
                connection.shutdown(sockets.SHUT_WR)
                read_to_end(connection)
            except OSError:
                pass
    assert is_well(hub, team)


def test_connections_that_say_nothing_are_ended(new_hub, new_team):
    hub = new_hub()
    team = new_team(hub)
    silent = [raw(hub) for _ in range(50)]
    slow = raw(hub)
    slow.sendall(b"GET / HT")
    for connection in [*silent[:3], slow]:
        connection.settimeout(30)
        read_to_end(connection)
    for connection in silent:
        connection.close()
    assert is_well(hub, team)


# --- Storms ----------------------------------------------------------------------------------------------------------


def test_a_storm_is_let_in_at_a_rate_and_told_when_to_come(new_hub, new_team):
    hub = new_hub(
        {"limits.rates": True, "admission.per_second": 5, "admission.burst": 5, "limits.connections_per_user": 1000}
    )
    team = new_team(hub)
    admitted, told = 0, []
    for _ in range(20):
        socket = team.socket(team.ben, hello=False)
        try:
            while socket.receive().get("type") != "hello":
                pass
            admitted += 1
        except Exception:  # noqa: BLE001 - asked to come later
            told.append(socket.closed())
    assert 5 <= admitted < 20, "20 were let in at once, at a rate of 5 a second"
    assert all(end.code == 1013 and end.reason.startswith("retry_after_ms=") for end in told)


# --- Disk ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a few megabytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    directory = Path(f"/tmp/martlet-disk-{os.getpid()}-{random.randrange(10**6)}")
    directory.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(directory)], capture_output=True)
    if mounted.returncode:
        directory.rmdir()
        pytest.skip("this machine does not let us mount")
    yield directory
    subprocess.run(["umount", "-l", str(directory)], check=False)
    directory.rmdir()


def test_a_full_disk_stops_changes_and_loses_nothing(small_disk, new_hub, new_team):
    hub = new_hub(start=False)
    for process in hub.processes:
        process.arguments = [str(small_disk) if item == str(hub.data) else item for item in process.arguments]
    hub.start()
    team = new_team(hub)
    socket = team.socket(team.ben)
    acknowledged, failure = [], None
    for number in range(2000):
        try:
            acknowledged.append(team.say(team.ann, f"{number} " + "x" * 12_000)["id"])
        except RPCError as error:
            failure = error
            break
    assert failure is not None and failure.code == -32050, failure
    assert failure.data["retryable"] is True and failure.data["outcome"] in ("none", "unknown")
    # What is there can still be read, and readiness says what is wrong.
    page = team.call(team.ben, "message.list", channel_id=team.channel, since_id=acknowledged[-2], limit=10)
    assert acknowledged[-1] in [message["id"] for message in page["messages"]]
    hub.core.wait_until(lambda: HTTP(hub).request("GET", "/readyz").status_code == 503, "to be unready", timeout=20)
    assert "store_not_writable" in HTTP(hub).request("GET", "/readyz").json()["reasons"]
    hub.kill()
    # With room again, everything that was acknowledged is there and was heard.
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    hub.start()
    page = team.call(team.ben, "message.list", channel_id=team.channel, before_id=acknowledged[-1] + 1, limit=200)
    assert {message["id"] for message in page["messages"]} >= set(acknowledged[-200:])
    again = team.socket(team.ben, resume=socket.position)
    while again.hello["resumed"] and len(again.logged) < again.hello["replayed"]:
        again.receive()
    try:
        while True:
            socket.receive(1)
    except Exception:  # noqa: BLE001 - cut by the kill
        pass
    heard = {frame["seq"] for frame in socket.logged + again.logged if frame["type"] == "message.created"}
    assert heard >= set(acknowledged)
    assert team.say(team.ann, "room again")["id"] > acknowledged[-1]


def test_a_data_directory_has_one_server(hub):
    answer = run("serve", "--auth", "dev", "--port", "0", "--data", str(hub.data))
    assert answer.returncode != 0
    assert "in use" in answer.stderr or "another" in answer.stderr


@pytest.mark.parametrize("damage", ["header", "middle", "cut"])
def test_a_damaged_store_is_refused_with_words(new_hub, new_team, damage):
    hub = new_hub()
    team = new_team(hub)
    for number in range(60):
        team.say(team.ann, f"{number} " + "y" * 8000)
    assert set(hub.stop()) == {0}
    [path] = [path for path in hub.data.iterdir() if path.suffix in (".db", ".sqlite")]
    content = bytearray(path.read_bytes())
    if damage == "header":
        content[:64] = os.urandom(64)
    elif damage == "middle":
        for page in range(4, len(content) // 4096, 3):
            content[page * 4096 : page * 4096 + 200] = os.urandom(200)
    else:
        content = content[: len(content) // 2]
    path.write_bytes(content)
    for leftover in hub.data.glob("*-wal"):
        leftover.unlink()
    answer = run("serve", "--auth", "dev", "--port", "0", "--data", str(hub.data), timeout=120)
    assert answer.returncode != 0
    assert answer.stderr and "Fatal error" not in answer.stderr


def test_a_directory_that_cannot_be_written_is_refused_at_start(tmp_path):
    (tmp_path / "data").write_text("a file, not a directory")
    answer = run("serve", "--auth", "dev", "--port", "0", "--data", str(tmp_path / "data"))
    assert answer.returncode != 0 and "data" in answer.stderr


# --- Clock -----------------------------------------------------------------------------------------------------------


def preloadable(tmp_path, name: str) -> str:
    """One of the harness' C files, to be loaded into a server before everything else."""
    compiler = shutil.which("cc") or shutil.which("clang")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("changing one process's world takes Linux and a C compiler")
    library = tmp_path / f"{name}.so"
    source = Path(__file__).parent / "harness" / f"{name}.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source)], check=True)
    return str(library)


@pytest.fixture
def jumping_hub(new_hub, tmp_path):
    """A server whose wall clock the test can move while it runs, and how to move it."""
    library, dial = preloadable(tmp_path, "clock"), tmp_path / "clock"
    dial.write_bytes(struct.pack("=q", 0))
    hub = new_hub(start=False)
    for process in hub.processes:
        process.environment |= {"LD_PRELOAD": library, "MOVED_CLOCK": str(dial)}

    def turn(seconds: int) -> None:
        with dial.open("r+b") as file:
            file.write(struct.pack("=q", seconds))

    return hub.start(), turn


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_jumps_changes_no_order_and_cuts_nobody_off(jumping_hub, new_team, days):
    hub, turn = jumping_hub
    team = new_team(hub)
    socket = team.socket(team.ben)
    before = say_many(team, 3)
    created = team.say(team.ann, "then")["created_at"]
    turn(days * 86_400)
    after = say_many(team, 3)
    sent = team.say(team.ann, "now")
    assert abs(abs(sent["created_at"] - created) - 3 * 86_400_000) < 600_000, "the clock did jump"
    assert after[0] > before[-1], "the order is the log's, not the clock's"
    socket.wait_for(lambda frame: frame.get("seq") == sent["id"])
    # Heartbeats go on by a clock that does not jump.
    while len(socket.pings) < 3:
        socket.receive()
    hub.restart()
    again = team.socket(team.ben, resume=(socket.hello["epoch"], socket.hello["seq"]))
    assert again.hello["resumed"]
    while len(again.logged) < again.hello["replayed"]:
        again.receive()
    assert [frame["seq"] for frame in again.logged] == [frame["seq"] for frame in socket.logged]


# --- Disk ------------------------------------------------------------------------------------------------------------


def test_a_disk_that_does_not_sync_ends_the_core_and_loses_nothing_acknowledged(new_hub, new_team, tmp_path):
    library, broken = preloadable(tmp_path, "disk"), tmp_path / "broken"
    hub = new_hub(start=False)
    hub.core.environment |= {"LD_PRELOAD": library, "BROKEN_DISK": str(broken)}
    team = new_team(hub.start())
    before = [team.say(team.ann, f"before {number}")["id"] for number in range(3)]
    broken.touch()
    # What the kernel dropped cannot be known, so only a restart from the file is honest: nobody gets an answer.
    with pytest.raises((requests.RequestException, RPCError)):
        team.say(team.ann, "to nowhere", idempotency_key="nowhere")
    assert hub.core.wait() == 70
    broken.unlink()
    hub.start_core()
    hub.wait_until_ready()
    sent = team.say(team.ann, "to nowhere", idempotency_key="nowhere")["id"]
    messages = team.call(team.ann, "message.list", channel_id=team.channel)["messages"]
    assert [message["id"] for message in messages] == [*before, sent]


# --- Core and edge ---------------------------------------------------------------------------------------------------


def test_a_core_that_stops_answering_leaves_sockets_up_and_says_so(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no core apart")
    hub = new_hub()
    team = new_team(hub)
    socket = team.socket(team.ben)
    hub.core.kill()
    hub.edge.wait_until(lambda: not hub.is_ready(), "to be unready", timeout=10)
    assert "link_down" in HTTP(hub).request("GET", "/readyz").json()["reasons"]
    with pytest.raises(RPCError) as failure:
        socket.call("message.send", channel_id=team.channel, body="into the void", idempotency_key="void")
    assert failure.value.code == -32050 and failure.value.data["retryable"] is True
    hub.start_core()
    hub.wait_until_ready()
    sent = socket.call("message.send", channel_id=team.channel, body="into the void", idempotency_key="void")
    assert socket.message("into the void")["seq"] == sent["id"]


def test_two_edges_on_one_core_tell_the_same(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no second edge")
    hub = new_hub()
    team = new_team(hub)
    second = hub.another_edge()
    second.edge.start()
    second.wait_until_ready()
    try:
        here, there = team.socket(team.ben), Socket(second, team.ben)
        ids = say_many(team, 20)
        for socket in (here, there):
            socket.wait_for(lambda frame: frame.get("seq") == ids[-1])
        assert here.logged == there.logged
        # A position of one edge is a position of the other.
        there.drop()
        moved = Socket(hub, team.ben, resume=there.position)
        assert moved.hello["resumed"] and moved.hello["replayed"] == 0
        moved.close()
        second.edge.kill()
        team.say(team.ann, "one edge is enough")
        assert here.message("one edge is enough")
    finally:
        second.close()


def test_an_edge_that_was_paused_catches_up(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no edge apart")
    hub = new_hub({"limits.heartbeat_ms": 10_000})
    team = new_team(hub)
    socket = team.socket(team.ben)
    hub.edge.pause()
    other = hub.another_edge()
    try:
        other.edge.start()
        other.wait_until_ready()
        http = HTTP(other)
        ids = [http.call(team.ann, "message.send", channel_id=team.channel, body=f"m{n}")["id"] for n in range(50)]
        hub.edge.proceed()
        socket.wait_for(lambda frame: frame.get("seq") == ids[-1])
        assert [frame["seq"] for frame in socket.seen("message.created")] == ids
    finally:
        hub.edge.proceed()
        other.close()


def test_a_core_that_is_stopped_is_noticed_and_its_callers_are_told(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no core apart")
    hub = new_hub({"limits.heartbeat_ms": 60_000})
    team = new_team(hub)
    socket = team.socket(team.ben)
    hub.core.pause()
    try:
        # Sent while nothing shows yet: whether it happened is not known, and it is said so.
        with pytest.raises(RPCError) as failure:
            socket.call("message.send", channel_id=team.channel, body="to whom?", idempotency_key="k")
        assert failure.value.code == -32050 and failure.value.data["outcome"] == "unknown"
        hub.edge.wait_until(lambda: not hub.is_ready(), "to be unready", timeout=15)
        with pytest.raises(RPCError) as failure:
            socket.call("message.send", channel_id=team.channel, body="to nobody", idempotency_key="n")
        assert failure.value.code == -32050 and failure.value.data["outcome"] == "none"
    finally:
        hub.core.proceed()
    hub.wait_until_ready()
    # The same key again: once, whatever became of the first.
    sent = socket.call("message.send", channel_id=team.channel, body="to whom?", idempotency_key="k")
    assert socket.message("to whom?")["seq"] == sent["id"]
    bodies = [m["body"] for m in team.call(team.ben, "message.list", channel_id=team.channel)["messages"]]
    assert bodies == ["to whom?"]


def test_the_people_of_an_edge_that_is_stopped_are_gone_after_their_grace(new_hub, new_team, split):
    if not split:
        pytest.skip("there is no edge apart")
    hub = new_hub({"limits.heartbeat_ms": 60_000})
    team = new_team(hub)
    other = hub.another_edge()
    try:
        other.edge.start()
        other.wait_until_ready()
        ann, ben = Socket(other, team.ann), team.socket(team.ben)
        http = HTTP(other)

        def status() -> str:
            page = http.call(team.ann, "presence.list", workspace_id=team.workspace)["presence"]
            return next(entry["status"] for entry in page if entry["user_id"] == team.ben)

        other.edge.wait_until(lambda: status() == "online", "to see ben")
        hub.edge.pause()
        other.edge.wait_until(lambda: status() == "offline", "to miss ben", timeout=30)
        hub.edge.proceed()
        # It comes back with all its connections, which never noticed.
        other.edge.wait_until(lambda: status() == "online", "to see ben again", timeout=30)
        assert ben.call("user.me")["id"] == team.ben
        ann.close()
    finally:
        hub.edge.proceed()
        other.close()
