# SPDX-License-Identifier: Apache-2.0
"""Starts, kills and stops `martlet serve`, as one process or as core and edge."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from harness.bus import Bus

ROOT = Path(__file__).parents[3]
BINARY = Path(os.environ.get("MARTLET_BINARY", ROOT / ".build/debug/martlet")).absolute()
LISTENING = re.compile(r"listening on https?://\S+:(\d+)\s*$")
# What core and edge of a server in two processes meet on: a socket, or NATS where the environment says so.
USES_NATS = os.environ.get("MARTLET_TEST_LINK") == "nats"
# A debug build on a busy machine takes its time.
PATIENCE = 60


def environment(settings: dict | None = None) -> dict[str, str]:
    """The environment of a `martlet` process: nothing of ours but these settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MARTLET_")}
    for key, value in (settings or {}).items():
        kept["MARTLET_" + key.upper().replace(".", "_")] = str(value).lower() if isinstance(value, bool) else str(value)
    return kept


def run(*arguments: str, settings: dict | None = None, timeout: float = PATIENCE, **more) -> subprocess.CompletedProcess:
    """Runs one `martlet` command to its end."""
    return subprocess.run(
        [str(BINARY), *arguments],
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        **more,
    )


class Process:
    """One `martlet serve`."""

    def __init__(self, name: str, directory: Path, arguments: list[str], settings: dict | None = None):
        self.name = name
        self.directory = directory
        self.arguments = arguments
        self.settings = settings or {}
        self.environment: dict[str, str] = {}
        self.port = 0
        self.output: list[str] = []
        # How much of the log earlier lives have written.
        self.log_start = 0
        self.handle: subprocess.Popen | None = None
        self._listening = threading.Event()

    @property
    def log_path(self) -> Path:
        return self.directory / f"{self.name}.log"

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    @property
    def is_running(self) -> bool:
        return self.handle is not None and self.handle.poll() is None

    def start(self, *, serves_clients: bool = True) -> None:
        assert not self.is_running
        self._listening.clear()
        self.log_start = len(self.log)
        port = ["--port", str(self.port)] if serves_clients else []
        with self.log_path.open("ab") as log:
            self.handle = subprocess.Popen(
                [str(BINARY), "serve", *self.arguments, *port],
                env={**environment(self.settings), **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=self.directory,
            )
        threading.Thread(target=self._read, args=(self.handle.stdout,), daemon=True).start()
        if serves_clients:
            self.wait_until(self._listening.is_set, "to listen")

    def _read(self, stream) -> None:
        for line in stream:
            self.output.append(line)
            if found := LISTENING.search(line):
                self.port = int(found[1])
                self._listening.set()

    def wait_until(self, condition, what: str, timeout: float = PATIENCE) -> None:
        deadline = time.monotonic() + timeout
        while not condition():
            if not self.is_running:
                raise AssertionError(f"{self.name} ended with {self.handle.poll()} before it began {what}:\n{self.tail()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.name} did not begin {what} within {timeout} s:\n{self.tail()}")
            time.sleep(0.01)

    def tail(self) -> str:
        return "".join(self.output[-10:]) + "\n".join(self.log.splitlines()[-30:])

    def kill(self) -> None:
        """As a power cut would end it."""
        if self.is_running:
            self.handle.send_signal(signal.SIGKILL)
        self.handle.wait()

    def stop(self, timeout: float = 40) -> int:
        """Asks it to end, and returns its exit code."""
        if self.is_running:
            self.handle.send_signal(signal.SIGTERM)
        return self.wait(timeout)

    def wait(self, timeout: float = 40) -> int:
        try:
            return self.handle.wait(timeout)
        except subprocess.TimeoutExpired:
            tail = self.tail()
            self.kill()
            raise AssertionError(f"{self.name} did not end within {timeout} s:\n{tail}") from None

    def pause(self) -> None:
        self.handle.send_signal(signal.SIGSTOP)

    def proceed(self) -> None:
        self.handle.send_signal(signal.SIGCONT)


class Hub:
    """A whole server: one process, or a core and an edge joined by `events.sock` or by NATS."""

    def __init__(
        self,
        *,
        split: bool,
        settings: dict | None = None,
        arguments: list[str] | None = None,
        nats: bool = USES_NATS,
    ):
        # Not pytest's directory: the path of a Unix socket may have 107 bytes at most.
        self.directory = Path(tempfile.mkdtemp(prefix="martlet-"))
        self.is_split = split
        self.data = self.directory / "data"
        self.events_path = self.directory / "events.sock"
        self.bus = Bus(self.directory / "nats") if split and nats else None
        # What clients have to trust; without one the server speaks in the clear.
        self.certificate: str | None = (settings or {}).get("certificate")
        arguments = ["--auth", "dev"] if arguments is None else arguments
        common = [*arguments, "--host", "127.0.0.1"]
        if split:
            self.core = Process("core", self.directory, ["--role", "core", *common, "--data", str(self.data)], settings)
            self.edge = Process(
                "edge", self.directory, ["--role", "edge", *common, "--data", str(self.directory / "edge-data")], settings
            )
            self._meet_at(f"unix:{self.events_path}")
        else:
            self.core = self.edge = Process(
                "server", self.directory, [*common, "--data", str(self.data)], settings
            )

    def _meet_at(self, events: str) -> None:
        for process in (self.core, self.edge):
            process.environment["MARTLET_EVENTS"] = self.events = events

    def another_edge(self, arguments: list[str] | None = None) -> "Hub":
        """A further edge on this one's core, not started yet; it is closed as a hub is."""
        other = Hub(split=True, settings=self.edge.settings, arguments=arguments, nats=False)
        other._meet_at(self.events)
        return other

    @property
    def processes(self) -> list[Process]:
        return [self.core, self.edge] if self.is_split else [self.core]

    @property
    def port(self) -> int:
        return self.edge.port

    @property
    def url(self) -> str:
        return f"http{'s' if self.certificate else ''}://127.0.0.1:{self.port}"

    @property
    def websocket_url(self) -> str:
        return f"ws{'s' if self.certificate else ''}://127.0.0.1:{self.port}"

    def start(self) -> "Hub":
        if self.is_split:
            self.start_core()
        self.start_edge()
        return self

    def start_core(self) -> None:
        if not self.is_split:
            return self.start_edge()
        self.start_bus()
        self.core.start(serves_clients=False)
        self.core.wait_until(self._core_answers, "to take edges")

    def start_bus(self) -> None:
        if self.bus and not (self.bus.handle and self.bus.handle.poll() is None):
            self._meet_at(self.bus.start().url)

    def start_edge(self) -> None:
        self.edge.start()
        self.edge.wait_until(self.is_ready, "to be ready")

    def is_ready(self) -> bool:
        import requests

        try:
            return requests.get(f"{self.url}/readyz", timeout=5, verify=self.certificate or True).status_code == 200
        except requests.RequestException:
            return False

    def wait_until_ready(self, timeout: float = PATIENCE) -> None:
        self.edge.wait_until(self.is_ready, "to be ready", timeout)

    def _core_answers(self) -> bool:
        if self.bus:
            return "edges are taken on" in self.core.log[self.core.log_start :]
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.events_path))
                return True
            except OSError:
                return False

    def kill(self) -> None:
        for process in self.processes:
            process.kill()

    def restart(self, *, kill: bool = False) -> None:
        if kill:
            self.kill()
        else:
            assert self.stop() == [0] * len(self.processes)
        self.start()

    def stop(self) -> list[int]:
        """Asks every process to end, the edge first, and returns their exit codes."""
        return [process.stop() for process in reversed(self.processes) if process.handle]

    def close(self) -> None:
        for process in self.processes:
            if process.handle:
                process.kill()
        if self.bus:
            self.bus.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def log(self) -> str:
        return "".join(process.log for process in self.processes)
