# SPDX-License-Identifier: Apache-2.0
"""A NATS server of a test's own, on a port that the system chose."""

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

PROGRAM = shutil.which("nats-server", path="/usr/sbin:/usr/local/bin:/usr/bin:/opt/homebrew/bin")


class Bus:
    """Started again it keeps its port, so that whoever was connected finds it."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.port = -1
        self.arguments: list[str] = []
        # With one, it speaks TLS alone; the key lies beside it.
        self.certificate: Path | None = None
        self.handle: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"tls://localhost:{self.port}" if self.certificate else f"nats://127.0.0.1:{self.port}"

    def start(self) -> "Bus":
        self.directory.mkdir(exist_ok=True)
        with (self.directory / "nats.log").open("ab") as log:
            self.handle = subprocess.Popen(
                [
                    *(str(PROGRAM), "--addr", "127.0.0.1", "--port", str(self.port)),
                    *("--ports_file_dir", str(self.directory), *self._tls, *self.arguments),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        announced = self.directory / f"nats-server_{self.handle.pid}.ports"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.handle.poll() is None, (self.directory / "nats.log").read_text()
            try:
                self.port = int(json.loads(announced.read_text())["nats"][0].rsplit(":", 1)[1])
                return self
            except (OSError, ValueError):
                time.sleep(0.01)
        raise AssertionError("nats-server did not say where it listens")

    @property
    def _tls(self) -> list[str]:
        if not self.certificate:
            return []
        return ["--tls", "--tlscert", str(self.certificate), "--tlskey", str(self.certificate.with_suffix(".key"))]

    def kill(self) -> None:
        """As a power cut would end it."""
        if self.handle and self.handle.poll() is None:
            self.handle.send_signal(signal.SIGKILL)
            self.handle.wait()

    def pause(self) -> None:
        self.handle.send_signal(signal.SIGSTOP)

    def proceed(self) -> None:
        self.handle.send_signal(signal.SIGCONT)
