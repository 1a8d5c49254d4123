# SPDX-License-Identifier: Apache-2.0
"""Clients of the wire, written from docs/protocol.md with `requests` and `websockets` alone."""

import itertools
import json
import queue
import ssl
import threading
import time
from urllib.parse import urlencode

import requests
import websockets.exceptions
from websockets.sync.client import connect

TIMEOUT = 20


class RPCError(Exception):
    """A call that was answered with an error."""

    def __init__(self, error: dict):
        super().__init__(f"{error['code']} {error['message']} {error.get('data')}")
        self.code = error["code"]
        self.message = error["message"]
        self.data = error.get("data") or {}


class HTTP:
    """Calls over HTTP; one instance may be used from several threads."""

    def __init__(self, hub):
        self.hub = hub
        self._local = threading.local()
        self._ids = itertools.count(1)

    @property
    def session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            # Nothing of the machine's own settings: no proxy, no netrc.
            self._local.session.trust_env = False
            self._local.session.verify = self.hub.certificate or True
        return self._local.session

    def request(self, verb: str, path: str, *, user: int | None = None, **more) -> requests.Response:
        headers = dict(more.pop("headers", None) or {})
        if user is not None:
            headers["X-Martlet-User"] = str(user)
        return self.session.request(
            verb, self.hub.url + path, headers=headers, timeout=more.pop("timeout", TIMEOUT), **more
        )

    def post(self, body, *, user: int | None = None, headers: dict | None = None) -> requests.Response:
        """Posts any bytes or any JSON to `/rpc`."""
        data = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.request(
            "POST", "/rpc", user=user, data=data, headers={"Content-Type": "application/json", **(headers or {})}
        )

    def call(self, user: int | None, method: str, **params):
        """Calls a method; waits its turn when it is asked to come slower."""
        body = {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
        while True:
            answer = self.post(body, user=user).json()
            if "result" in answer:
                return answer["result"]
            error = RPCError(answer["error"])
            if error.code != -32029:
                raise error
            time.sleep(error.data["retry_after_ms"] / 1000)

    def poll(self, user: int, since: int | None = None, epoch: str | None = None, wait_ms: int | None = None) -> dict:
        query = {"since": since, "epoch": epoch, "wait_ms": wait_ms}
        query = urlencode({key: value for key, value in query.items() if value is not None})
        answer = self.request("GET", f"/v1/events?{query}", user=user, timeout=TIMEOUT + (wait_ms or 0) / 1000)
        answer.raise_for_status()
        return answer.json()


class Closed(Exception):
    """The socket has ended, with this code and reason."""

    def __init__(self, code: int | None, reason: str):
        super().__init__(f"closed {code} {reason}")
        self.code = code
        self.reason = reason

    @staticmethod
    def after(closed: websockets.exceptions.ConnectionClosed) -> "Closed":
        received = closed.rcvd
        return Closed(received.code if received else None, received.reason if received else "")


class Socket:
    """One WebSocket. Keeps every frame in order, counts what it was sent, and answers pings even while nobody looks."""

    def __init__(
        self,
        hub,
        user: int | str,
        *,
        resume: "tuple[str, int] | None" = None,
        query: str | None = None,
        headers: dict | None = None,
        subprotocols=("martlet.v1",),
        answers_pings: bool = True,
        hello: bool = True,
        **more,
    ):
        if query is None and resume is not None:
            query = urlencode({"resume_from": resume[1], "epoch": resume[0]})
        url = f"{hub.websocket_url}/ws/user/{user}" + (f"?{query}" if query else "")
        self.answers_pings = answers_pings
        self.frames: list[dict] = []
        self.pings: list[dict] = []
        self.position: tuple[str, int] | None = None
        self.counted = 0
        self._read = 0
        self._ids = itertools.count(1)
        # Entered by hand, since a socket's life here is not a block's.
        self._connection = connect(
            url,
            ssl=ssl.create_default_context(cafile=hub.certificate) if hub.certificate else None,
            subprotocols=subprotocols,
            additional_headers=headers,
            compression=more.pop("compression", None),
            ping_interval=None,
            open_timeout=TIMEOUT,
            close_timeout=2,
            max_size=None,
            # Reads on while nobody looks, so that a busy test is no slow reader.
            max_queue=None,
            proxy=None,
            **more,
        )
        self.ws = self._connection.__enter__()
        self._inbox: queue.SimpleQueue[dict | Closed] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.hello: dict | None = None
        if hello:
            self.hello = self.wait_for(lambda frame: frame.get("type") == "hello")
            assert self.frames[0] is self.hello, "hello is the first frame"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        self.ws.close()

    def drop(self) -> None:
        """Ends without a word, as a lost network would."""
        self.ws.socket.close()

    def send(self, frame: dict | str | bytes) -> None:
        try:
            self.ws.send(json.dumps(frame) if isinstance(frame, dict) else frame)
        except websockets.exceptions.ConnectionClosed as closed:
            raise Closed.after(closed) from None

    def _listen(self) -> None:
        """Reads all that comes. A test that is busy elsewhere for longer than a heartbeat is not silent for it."""
        try:
            for text in iter(self.ws.recv, None):
                frame = json.loads(text)
                self._inbox.put(frame)
                if frame.get("type") == "ping" and self.answers_pings:
                    self.ws.send('{"type":"pong"}')
        except websockets.exceptions.ConnectionClosed as closed:
            self._inbox.put(Closed.after(closed))

    def receive(self, timeout: float = TIMEOUT) -> dict:
        """The next frame as it comes, whatever it is."""
        try:
            frame = self._inbox.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(frame, Closed):
            self._inbox.put(frame)
            raise frame
        self.frames.append(frame)
        kind = frame.get("type")
        if kind == "hello":
            self.position = (frame["epoch"], frame["from"] if frame["resumed"] else frame["seq"])
        elif kind == "ping":
            self.pings.append(frame)
            assert frame["sent"] == self.counted, f"counted {self.counted}, but the server sent {frame['sent']}"
            self.position = (self.position[0], max(self.position[1], frame["seq"]))
        elif kind == "epoch":
            self.position = (frame["epoch"], frame["seq"])
        elif "seq" in frame:
            assert frame["seq"] > self.position[1], f"{frame['seq']} came after {self.position[1]}"
            self.position = (self.position[0], frame["seq"])
            self.counted += 1
        return frame

    def wait_for(self, condition, timeout: float = TIMEOUT) -> dict:
        """The next frame for which this holds, of those not yet looked at; passes over the others."""
        deadline = time.monotonic() + timeout
        while True:
            while self._read < len(self.frames):
                frame = self.frames[self._read]
                self._read += 1
                if condition(frame):
                    return frame
            try:
                self.receive(max(0.001, deadline - time.monotonic()))
            except TimeoutError:
                seen = [frame.get("type", frame.get("id")) for frame in self.frames]
                raise AssertionError(f"nothing of the kind came within {timeout} s; all that came: {seen}") from None

    def event(self, kind: str, timeout: float = TIMEOUT, **data) -> dict:
        """The next event of that type whose data has these values; returns its frame."""

        def matches(frame: dict) -> bool:
            return frame.get("type") == kind and all(frame["data"].get(key) == value for key, value in data.items())

        return self.wait_for(matches, timeout)

    def message(self, body: str, timeout: float = TIMEOUT) -> dict:
        """The next `message.created` with that body; returns its frame."""
        return self.wait_for(
            lambda frame: frame.get("type") == "message.created" and frame["data"]["message"]["body"] == body, timeout
        )

    def call(self, method: str, **params):
        """Calls a method on the socket; other frames that come meanwhile are kept."""
        number = next(self._ids)
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        answer = self.answer(number)
        if "error" in answer:
            raise RPCError(answer["error"])
        return answer["result"]

    def answer(self, number, timeout: float = TIMEOUT) -> dict:
        """The answer to a call, among those already here or to come."""
        deadline = time.monotonic() + timeout
        looked = 0
        while True:
            while looked < len(self.frames):
                frame = self.frames[looked]
                looked += 1
                if "jsonrpc" in frame and frame["id"] == number:
                    return frame
            try:
                self.receive(max(0.001, deadline - time.monotonic()))
            except TimeoutError:
                raise AssertionError(f"call {number} was not answered within {timeout} s") from None

    def closed(self, timeout: float = TIMEOUT) -> Closed:
        """Reads to the end of the socket, and returns how it ended."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                self.receive(max(0.001, deadline - time.monotonic()))
            except Closed as closed:
                return closed
            except TimeoutError:
                raise AssertionError(f"the socket was not closed within {timeout} s") from None

    @property
    def logged(self) -> list[dict]:
        """Every logged event so far."""
        return [frame for frame in self.frames if "seq" in frame and "data" in frame]

    def seen(self, *kinds: str) -> list[dict]:
        """Every event so far of these types."""
        return [frame for frame in self.frames if frame.get("type") in kinds and "data" in frame]


class Stream:
    """Server-sent events: the same frames as on a socket, each with the position it brings a reader to."""

    def __init__(
        self, hub, user: int, *, last_event_id: str | None = None, query: str = "", hello: bool = True
    ):
        headers = {"Accept": "text/event-stream", "X-Martlet-User": str(user)}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        session = requests.Session()
        session.trust_env = False
        session.verify = hub.certificate or True
        self.response = session.get(f"{hub.url}/v1/events{query}", headers=headers, stream=True, timeout=TIMEOUT)
        self.last_event_id = last_event_id
        self._lines = self.response.iter_lines(decode_unicode=True)
        self.hello: dict | None = None
        if hello:
            # The headers come before the stream stands in the log: what happens in between is not for it.
            self.hello = self.receive()
            assert self.hello["type"] == "hello", self.hello

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        self.response.close()

    def receive(self) -> dict:
        """The next frame."""
        data, name = [], None
        for line in self._lines:
            if line == "" and data:
                frame = json.loads("\n".join(data))
                if name:
                    frame.setdefault("type", name)
                return frame
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data.append(value)
            elif field == "id":
                self.last_event_id = value
            elif field == "event":
                name = value
        raise Closed(None, "the stream ended")

    def event(self, kind: str, timeout: float = TIMEOUT) -> dict:
        """The next event of that type; passes over others, and over pings no longer than the timeout."""
        deadline = time.monotonic() + timeout
        while (frame := self.receive()).get("type") != kind:
            if time.monotonic() > deadline:
                raise AssertionError(f"no {kind} came within {timeout} s")
        return frame
