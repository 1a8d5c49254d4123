# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of a test's own, which is started, killed and started again."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path


def programs() -> Path | None:
    """Where the server's programs are: Debian keeps those of every version apart, and none of them in the path."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


class Postgres:
    """One server, reached by a socket in its own directory and, with TLS, on a port of the loopback."""

    def __init__(self, *, speaks_tls: bool = False, is_durable: bool = False, follows: "Postgres | None" = None):
        self.directory = Path(tempfile.mkdtemp(prefix="martlet-pg-"))
        self.data = self.directory / "data"
        self.certificate = self.directory / "server.pem"
        self.speaks_tls = speaks_tls
        self.is_durable = is_durable
        self.port = 5432
        # The server refuses to run as root.
        self.owner = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] if os.geteuid() == 0 else []
        if self.owner:
            shutil.chown(self.directory, "postgres", "postgres")
        self.directory.chmod(0o755)
        if follows:
            self.follow(follows)
        else:
            self._run("initdb", "--pgdata", self.data, "--username", "martlet", "--auth", "trust", "--encoding", "UTF8",
                      "--locale", "C.UTF-8", "--no-sync")
        if speaks_tls:
            self._make_certificate()

    @property
    def url(self) -> str:
        return f"postgres://martlet@/postgres?host={self.directory}&port={self.port}"

    def tls_url(self, host: str = "db.example", root: Path | None = None) -> str:
        """The same by way of TLS, which believes nobody but who shows that it is this host."""
        root = root or self.certificate
        return (
            f"postgres://martlet@{host}:{self.port}/postgres?hostaddr=127.0.0.1"
            f"&sslmode=verify-full&sslrootcert={root}"
        )

    def start(self) -> "Postgres":
        # What was killed may not have gone yet, and a port may be somebody else's.
        for attempt in range(50):
            if self.speaks_tls and not self.is_running:
                self.port = random.randrange(20_000, 60_000)
            settings = {
                "listen_addresses": "127.0.0.1" if self.speaks_tls else "",
                "port": self.port,
                "unix_socket_directories": self.directory,
            }
            # Tests end connections and servers, never the machine: nothing need reach the disk.
            if not self.is_durable:
                settings |= {"fsync": "off", "full_page_writes": "off"}
            if self.speaks_tls:
                settings |= {"ssl": "on", "ssl_cert_file": self.certificate, "ssl_key_file": self.certificate.with_suffix(".key")}
            options = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
            try:
                self._run("pg_ctl", "--pgdata", self.data, "--log", self.directory / "log", "--wait", "--silent",
                          "--options", options, "start")
                return self
            except subprocess.CalledProcessError:
                time.sleep(0.2)
        raise AssertionError("PostgreSQL does not start:\n" + (self.directory / "log").read_text()[-2000:])

    @property
    def is_running(self) -> bool:
        return (self.data / "postmaster.pid").exists()

    def kill(self) -> None:
        """As a crash would end it: the postmaster first, and its children when they notice."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def vanish(self) -> None:
        """As the loss of its machine would end it: all of it at once, if it has not ended."""
        self.pause()
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)
        # What it started while it was being stopped.
        self._signal(signal.SIGSTOP)

    def proceed(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        """Signals the postmaster, and then all that it has started; nothing if it has ended."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
            if str(self.data) not in Path(f"/proc/{postmaster}/cmdline").read_text():
                return
            children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
            for process in (postmaster, *map(int, children)):
                os.kill(process, number)

    @property
    def socket(self) -> Path:
        return self.directory / f".s.PGSQL.{self.port}"

    def follow(self, primary: "Postgres") -> None:
        """Becomes a copy of another server, which it follows once it is started."""
        self._run("pg_basebackup", "--pgdata", self.data, "--host", primary.directory, "--port", str(primary.port),
                  "--username", "martlet", "--write-recovery-conf", "--checkpoint", "fast", "--no-sync")

    def promote(self) -> None:
        """Stops following and takes writes; returns when it does."""
        self._run("pg_ctl", "--pgdata", self.data, "--wait", "--silent", "promote")

    def change(self, setting: str, value: str) -> None:
        """Changes a setting of the running server."""
        self.ask(f"ALTER SYSTEM SET {setting} = '{value}'")
        self.ask("SELECT pg_reload_conf()")

    def ask(self, sql: str) -> list[list[str]]:
        """Runs a statement beside any server of ours."""
        answer = subprocess.run(
            [programs() / "psql", "--no-psqlrc", "--tuples-only", "--no-align", "--field-separator", "\t", "--dbname",
             self.url, "--command", sql],
            check=True, capture_output=True, text=True, timeout=30,
        )
        return [line.split("\t") for line in answer.stdout.splitlines()]

    def close(self) -> None:
        if self.is_running:
            subprocess.run([*self.owner, programs() / "pg_ctl", "--pgdata", self.data, "--mode", "immediate", "--silent", "stop"],
                           cwd=self.directory, capture_output=True, timeout=60)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _make_certificate(self) -> None:
        key = self.certificate.with_suffix(".key")
        subprocess.run(
            [*self.owner, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=db.example", "-addext", "subjectAltName=DNS:db.example", "-keyout", key,
             "-out", self.certificate],
            check=True, capture_output=True, cwd=self.directory,
        )

    def _run(self, program: str, *arguments) -> None:
        subprocess.run([*self.owner, programs() / program, *arguments], check=True, capture_output=True, cwd=self.directory,
                       timeout=120, stdin=subprocess.DEVNULL)
