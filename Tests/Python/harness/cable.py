# SPDX-License-Identifier: Apache-2.0
"""A network between two servers that falls silent without ending a connection."""

import socket
import threading
from pathlib import Path


class Cable:
    """Leads to a server: a port of this machine, or a Unix socket.

    Pulled, it passes nothing either way and tells nobody. Plugged in again it passes on what was under way, as a network
    does that sends lost packets again: what one end has long given up may still reach the other.
    """

    def __init__(self, target: int | Path):
        self.target = target
        self._passes = threading.Event()
        self._passes.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def pull(self) -> None:
        self._passes.clear()

    def plug(self) -> None:
        self._passes.set()

    def close(self) -> None:
        self._listener.close()
        self.plug()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        self._passes.wait()
        try:
            far = self._dial()
        except OSError:
            near.close()
            return
        threading.Thread(target=self._pass, args=(far, near), daemon=True).start()
        self._pass(near, far)

    def _dial(self) -> socket.socket:
        if isinstance(self.target, int):
            return socket.create_connection(("127.0.0.1", self.target))
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(self.target))
        return far

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                self._passes.wait()
                sink.sendall(data)
        except OSError:
            pass
        # That an end has gone is not heard through a cable that is pulled.
        self._passes.wait()
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
