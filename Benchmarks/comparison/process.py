# SPDX-License-Identifier: Apache-2.0
"""Processes that are measured and those that load them. Python only says when: it is idle while anything is measured."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent.parent
BUILD = HERE / ".build"
PATIENCE = 20


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One peer, running."""

    def __init__(self, peer, *, in_memory: bool = False):
        self.peer = peer
        parent = "/dev/shm" if in_memory else None
        self.directory = tempfile.TemporaryDirectory(prefix="martlet-peer-", dir=parent)
        self.port = free_port()
        self.publish_port = free_port() if peer.has_publish_port else self.port
        command = peer.command(self)
        self.log = open(Path(self.directory.name) / "log", "wb")
        self.process = subprocess.Popen(
            command, env={**os.environ, **peer.environment}, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )
        # The process clock of another process, as clock_getcpuclockid(3) makes it.
        self.clock = (~self.process.pid << 3) | 2
        for port in {self.port, self.publish_port}:
            self._wait_for(port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.directory.cleanup()

    def configuration(self, source: Path) -> str:
        """A configuration file with this server's ports and directory filled in."""
        text = source.read_text()
        names = {"PORT": self.port, "PUBLISH_PORT": self.publish_port, "DIRECTORY": self.directory.name}
        for name, value in names.items():
            text = text.replace(f"@{name}@", str(value))
        target = Path(self.directory.name) / source.name
        target.write_text(text)
        return str(target)

    def processor_seconds(self) -> float:
        """User and system time of all its threads."""
        return time.clock_gettime(self.clock)

    def settle(self) -> None:
        """Waits until it has nothing left to do."""
        before = self.processor_seconds()
        for _ in range(100):
            time.sleep(0.1)
            now = self.processor_seconds()
            if now - before < 0.002:
                return
            before = now

    def _wait_for(self, port: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        text = (Path(self.directory.name) / "log").read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{self.peer.name} does not listen on its port\n{text}")


class Load:
    """`wsload` against one server: many connections that do what they are told."""

    def __init__(self, server: Server, connections: int, channels: int, options: list, templates: list):
        self.page = Path(f"/dev/shm/martlet-wsload-{os.getpid()}")
        self.page.unlink(missing_ok=True)
        command = [
            BUILD / "wsload", "--port", server.port, "-n", connections, "--channels", channels,
            "--server-pid", server.process.pid, "--shm", self.page, *options, *templates,
        ]
        self.process = subprocess.Popen(
            [part if isinstance(part, bytes) else str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.tell("quit")
            self.process.wait(PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.page.unlink(missing_ok=True)

    def tell(self, command: str) -> None:
        self.process.stdin.write(f"{command}\n".encode())
        self.process.stdin.flush()

    def answer(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("wsload ended")
        return json.loads(line)

    def ask(self, command: str) -> dict:
        self.tell(command)
        return self.answer()


def publish(server: Server, options: list, *, channels: int, listeners: int, count: int, first: int = 0, **pace) -> dict:
    """Runs `wspub` to its end: `rate=` messages a second, or `window=` under way with `load=` counting."""
    command = [
        BUILD / "wspub", "--port", server.publish_port, "--channels", channels, "--subs", listeners, "--count", count,
        "--seq0", first, "--max-s", pace.get("patience", 60), *options,
    ]
    if "rate" in pace:
        command += ["--rate", pace["rate"]]
    else:
        command += ["--window", pace["window"], "--shm", pace["load"].page]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)
