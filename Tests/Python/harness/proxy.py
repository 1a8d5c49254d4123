# SPDX-License-Identifier: Apache-2.0
"""A network between a client and a server that drops, delays and swallows bytes, as a test says."""

import socket
import threading
import time

HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Proxy:
    """Leads to a server. The client's end stays where it is, whatever becomes of the server.

    `mode` is what happens to bytes from now on:

    - `pass`: they go on.
    - `delay`: they go on after `delay` seconds, both ways.
    - `refuse`: connections are cut as soon as they are made.
    - `swallow`: requests go nowhere.
    - `hold`: requests go on, answers do not: the server has done what nobody hears of.
    - `cut`: as `hold`, and then the connection is cut.
    - `lie`: requests go nowhere and are answered with `answer`.
    """

    def __init__(self, port: int):
        self.port_behind = port
        self.mode = "pass"
        self.delay = 0.3
        self.answer = b""
        # How many requests have come, and how many answers were held back.
        self.asked = threading.Semaphore(0)
        self.held = threading.Semaphore(0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Cuts every connection."""
        with self._guard:
            connections, self._open = self._open, set()
        for connection in connections:
            self._end(connection)

    @staticmethod
    def _end(connection: socket.socket) -> None:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        connection.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.mode == "refuse":
                self._end(near)
                continue
            with self._guard:
                self._open.add(near)
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        far = None
        try:
            while data := near.recv(65536):
                self.asked.release()
                mode = self.mode
                if mode == "swallow":
                    continue
                if mode == "lie":
                    near.sendall(HEADERS % len(self.answer) + self.answer)
                    self.held.release()
                    continue
                if far is None:
                    far = socket.create_connection(("127.0.0.1", self.port_behind))
                    with self._guard:
                        self._open.add(far)
                    threading.Thread(target=self._return, args=(far, near), daemon=True).start()
                if mode == "delay":
                    time.sleep(self.delay)
                far.sendall(data)
        except OSError:
            pass
        self._end(near)
        if far:
            self._end(far)

    def _return(self, far: socket.socket, near: socket.socket) -> None:
        try:
            while data := far.recv(65536):
                mode = self.mode
                if mode in ("hold", "cut", "swallow"):
                    self.held.release()
                    if mode == "cut":
                        break
                    continue
                if mode == "delay":
                    time.sleep(self.delay)
                near.sendall(data)
        except OSError:
            pass
        self._end(near)
