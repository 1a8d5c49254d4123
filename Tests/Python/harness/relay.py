# SPDX-License-Identifier: Apache-2.0
"""A wire between a client and a server that can be cut, or fall silent without a word."""

import socket
import threading


class Relay:
    """Passes bytes between whoever dials it and a server of this machine.

    - `cut()`: every connection ends, and new ones are refused until `mend()`.
    - `deafen()`: nothing is passed on to clients any more, and nobody is told; `mend()` ends those connections.
    """

    def __init__(self, port: int):
        self.target = port
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._is_cut = False
        self._is_deaf = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            self._end_all()

    def deafen(self) -> None:
        with self._lock:
            self._is_deaf = True

    def mend(self) -> None:
        with self._lock:
            if self._is_deaf:
                self._end_all()
            self._is_cut = self._is_deaf = False

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _end_all(self) -> None:
        for pair in self._pairs:
            for end in pair:
                _end(end)
        self._pairs.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._is_cut:
                    client.close()
                    continue
                try:
                    server = socket.create_connection(("127.0.0.1", self.target))
                except OSError:
                    client.close()
                    continue
                self._pairs.append((client, server))
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, is_downstream: bool) -> None:
        try:
            while data := source.recv(65536):
                if not (is_downstream and self._is_deaf):
                    sink.sendall(data)
        except OSError:
            pass
        if not (is_downstream and self._is_deaf):
            _end(sink)


def _end(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    end.close()
