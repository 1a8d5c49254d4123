# SPDX-License-Identifier: Apache-2.0
"""RFC 6455 against an echo server, from raw sockets: no WebSocket library shares a mistake with the server.

The sections follow the well-known test suite's numbering: 1 framing, 2 pings and pongs, 3 reserved bits, 4 opcodes,
5 fragmentation, 6 UTF-8, 7 closing, 9 limits and speed, 10 fragmentation by the sender; 0 is the handshake.

The echo is the edge's alone, so one process serves all of it. To judge another server:

    MARTLET_ECHO_URL=ws://127.0.0.1:8787/ws/echo pytest Tests/Python/test_websocket_conformance.py
"""

import base64
import hashlib
import os
import random
import socket
import ssl
import struct
import time
from urllib.parse import urlsplit

import pytest

from harness.process import Hub

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
KIB = 1024
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def echo_url():
    if url := os.environ.get("MARTLET_ECHO_URL"):
        yield url
        return
    hub = Hub(split=False)
    try:
        yield f"{hub.start().websocket_url}/ws/echo"
        assert hub.stop() == [0]
    finally:
        hub.close()


class Ended(Exception):
    """The server has ended the connection."""


class Peer:
    """One connection, byte by byte."""

    def __init__(self, url, timeout=10):
        parts = urlsplit(url)
        self.path = parts.path or "/"
        self.host = parts.hostname
        self.port = parts.port or (443 if parts.scheme == "wss" else 80)
        raw = socket.create_connection((self.host, self.port), timeout=timeout)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if parts.scheme == "wss":
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            raw = context.wrap_socket(raw, server_hostname=self.host)
        self.socket = raw
        self.inbox = bytearray()

    # HTTP

    def fields(self, key):
        return {
            "Host": f"{self.host}:{self.port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
        }

    def request(self, fields, method="GET", version="1.1", path=None, body=b""):
        lines = [f"{method} {path or self.path} HTTP/{version}"]
        for name, value in fields.items():
            for each in value if isinstance(value, list) else [value]:
                lines.append(f"{name}: {each}")
        self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def response(self):
        while b"\r\n\r\n" not in self.inbox:
            self._read()
        head, _, rest = bytes(self.inbox).partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        fields = {}
        for line in lines:
            name, _, value = line.partition(":")
            fields[name.lower()] = value.strip()
        self.inbox = bytearray(rest)
        return int(first.split()[1]), fields

    def upgrade(self):
        key = base64.b64encode(os.urandom(16)).decode()
        self.request(self.fields(key))
        status, fields = self.response()
        assert status == 101
        assert fields["sec-websocket-accept"] == base64.b64encode(
            hashlib.sha1(key.encode() + GUID).digest()
        ).decode()
        assert "sec-websocket-extensions" not in fields
        return self

    # Frames

    def send(self, opcode, payload=b"", fin=True, rsv=0, mask=True, chop=None):
        self.send_raw(frame(opcode, payload, fin, rsv, mask), chop)

    def send_raw(self, data, chop=None):
        try:
            if not chop:
                self.socket.sendall(data)
                return
            for start in range(0, len(data), chop):
                self.socket.sendall(data[start : start + chop])
        except (BrokenPipeError, ConnectionResetError):
            # The server may hang up on what it refuses; what it said before is still to be read.
            pass

    def receive(self):
        """The next frame: (opcode, payload, fin)."""
        first, second = self._take(2)
        assert first & 0x70 == 0, "a reserved bit is set"
        assert second & 0x80 == 0, "a server must not mask"
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", self._take(2))
            assert length > 125, "a shorter length was due"
        elif length == 127:
            (length,) = struct.unpack("!Q", self._take(8))
            assert length > 0xFFFF, "a shorter length was due"
        return first & 0x0F, bytes(self._take(length)), bool(first & 0x80)

    def expect(self, opcode, payload):
        """The next message, whole or in fragments."""
        got, data, fin = self.receive()
        data = bytearray(data)
        while not fin:
            more, part, fin = self.receive()
            assert more == CONTINUATION
            data += part
        assert got == opcode
        assert bytes(data) == payload

    def expect_close(self, *codes):
        """A close frame with one of these codes (None: without one), then the end, and nothing else."""
        opcode, payload, _ = self.receive()
        assert opcode == CLOSE, f"opcode {opcode} came in place of a close frame"
        code = struct.unpack("!H", payload[:2])[0] if payload else None
        payload[2:].decode("utf-8")
        assert code in codes
        self.expect_end()

    def expect_end(self):
        with pytest.raises(Ended):
            self.receive()

    def close(self, code=1000):
        self.send(CLOSE, struct.pack("!H", code))
        self.expect_close(code)
        self.socket.close()

    def _read(self):
        try:
            data = self.socket.recv(256 * KIB)
        except ConnectionResetError as error:
            raise Ended from error
        if not data:
            raise Ended
        self.inbox += data

    def _take(self, count):
        while len(self.inbox) < count:
            self._read()
        taken = self.inbox[:count]
        del self.inbox[:count]
        return taken


def frame(opcode, payload=b"", fin=True, rsv=0, mask=True):
    head = bytearray([(0x80 if fin else 0) | rsv << 4 | opcode])
    bit = 0x80 if mask else 0
    if len(payload) <= 125:
        head.append(bit | len(payload))
    elif len(payload) <= 0xFFFF:
        head += struct.pack("!BH", bit | 126, len(payload))
    else:
        head += struct.pack("!BQ", bit | 127, len(payload))
    if not mask:
        return bytes(head) + payload
    key = os.urandom(4)
    pad = key * (len(payload) // 4 + 1)
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(pad[: len(payload)], "big")
    return bytes(head) + key + masked.to_bytes(len(payload), "big")


@pytest.fixture
def peer(echo_url):
    connection = Peer(echo_url).upgrade()
    yield connection
    connection.socket.close()


# 0. The handshake


@pytest.fixture
def caller(echo_url):
    connection = Peer(echo_url)
    yield connection
    connection.socket.close()


KEY = "dGhlIHNhbXBsZSBub25jZQ=="


def test_0_the_sample_key_has_the_sample_answer(caller):
    caller.request(caller.fields(KEY))
    status, fields = caller.response()
    assert status == 101
    assert fields["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    assert fields["upgrade"].lower() == "websocket"
    assert fields["connection"].lower() == "upgrade"


@pytest.mark.parametrize(
    "change",
    [
        {"Upgrade": "WebSocket"},
        {"Upgrade": "h2c, websocket"},
        {"Connection": "keep-alive, Upgrade"},
        {"Connection": "upgrade"},
        {"Connection": ["keep-alive", "Upgrade"]},
        {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"},
        {"Sec-WebSocket-Extensions": "x-unheard-of"},
        {"Content-Length": "0"},
    ],
    ids=str,
)
def test_0_forms_that_upgrade(caller, change):
    caller.request({**caller.fields(KEY), **change})
    status, fields = caller.response()
    assert status == 101
    assert "sec-websocket-extensions" not in fields
    caller.send(TEXT, b"hello")
    caller.expect(TEXT, b"hello")


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"Sec-WebSocket-Version": "12"}, 426),
        ({"Sec-WebSocket-Version": "13, 8"}, 426),
        ({"Sec-WebSocket-Version": None}, 426),
        ({"Sec-WebSocket-Key": None}, 400),
        ({"Sec-WebSocket-Key": ""}, 400),
        ({"Sec-WebSocket-Key": "c2hvcnQ="}, 400),
        ({"Sec-WebSocket-Key": "!!!!!!!!!!!!!!!!!!!!!!=="}, 400),
        ({"Sec-WebSocket-Key": [KEY, KEY]}, 400),
        ({"Connection": "keep-alive"}, 400),
        ({"Host": None}, 400),
        ({"Content-Length": "4"}, 400),
        ({"Transfer-Encoding": "chunked"}, 400),
    ],
    ids=str,
)
def test_0_forms_that_are_refused(caller, change, expected):
    fields = {name: value for name, value in {**caller.fields(KEY), **change}.items() if value is not None}
    caller.request(fields, body=b"body")
    status, fields = caller.response()
    assert status == expected
    assert fields["connection"] == "close"
    if expected == 426:
        assert fields["sec-websocket-version"] == "13"


@pytest.mark.parametrize("method, version", [("POST", "1.1"), ("GET", "1.0")])
def test_0_what_may_not_upgrade_is_answered_as_a_request(caller, method, version):
    caller.request({**caller.fields(KEY), "Content-Length": "0"}, method=method, version=version)
    status, _ = caller.response()
    assert status not in (101, 500)


def test_0_an_offer_of_another_protocol_is_passed_over(caller):
    fields = {"Host": f"{caller.host}:{caller.port}", "Upgrade": "h2c", "Connection": "Upgrade, HTTP2-Settings"}
    caller.request({**fields, "HTTP2-Settings": "AAMAAABkAAQCAAAAAAIAAAAA"}, path="/no-such-page")
    status, _ = caller.response()
    assert status == 404


@pytest.mark.parametrize(
    "garbage",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"garbage\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 64],
    ids=repr,
)
def test_0_garbage_gets_an_answer_and_the_end(caller, garbage):
    caller.socket.sendall(garbage)
    status, _ = caller.response()
    assert 400 <= status < 600
    with pytest.raises(Ended):
        while True:
            caller._read()


def test_0_headers_without_end_are_cut_off(caller):
    with pytest.raises((BrokenPipeError, ConnectionResetError, Ended)):
        caller.socket.sendall(b"GET / HTTP/1.1\r\n")
        for number in range(100_000):
            caller.socket.sendall(b"X-%d: %s\r\n" % (number, b"y" * 1000))
        caller.response()
        raise Ended


def test_0_a_connection_that_served_a_request_can_still_upgrade(caller):
    caller.request({"Host": f"{caller.host}:{caller.port}"}, path="/no-such-page")
    status, fields = caller.response()
    assert status == 404
    while len(caller.inbox) < int(fields.get("content-length", 0)):
        caller._read()
    caller.inbox.clear()
    caller.upgrade()
    caller.send(TEXT, b"on the same connection")
    caller.expect(TEXT, b"on the same connection")
    caller.send(BINARY, bytes(200 * KIB))
    caller.expect(BINARY, bytes(200 * KIB))
    caller.close()


def test_0_frames_may_follow_the_request_at_once(caller):
    head = "".join(f"{name}: {value}\r\n" for name, value in caller.fields(KEY).items())
    request = f"GET {caller.path} HTTP/1.1\r\n{head}\r\n".encode()
    caller.socket.sendall(request + frame(TEXT, b"first") + frame(BINARY, bytes(5000)))
    assert caller.response()[0] == 101
    caller.expect(TEXT, b"first")
    caller.expect(BINARY, bytes(5000))


def test_0_a_request_may_come_byte_by_byte(caller):
    head = "".join(f"{name}: {value}\r\n" for name, value in caller.fields(KEY).items())
    for byte in f"GET {caller.path} HTTP/1.1\r\n{head}\r\n".encode() + frame(TEXT, b"slow"):
        caller.socket.sendall(bytes([byte]))
    assert caller.response()[0] == 101
    caller.expect(TEXT, b"slow")


# 1. Framing

SIZES = [0, 1, 125, 126, 127, 128, 511, 512, 513, 65535, 65536, 65537]


# Byte by byte only what is short: the long ones would be the same, a hundred times slower.
CUTS = [(size, chop) for chop in (None, 997, 1) for size in SIZES if chop != 1 or size <= 600]


@pytest.mark.parametrize("size, chop", CUTS)
@pytest.mark.parametrize("opcode, fill", [(TEXT, b"*"), (BINARY, b"\xfe")], ids=["text", "binary"])
def test_1_messages_of_every_form_of_length(peer, opcode, fill, size, chop):
    peer.send(opcode, fill * size, chop=chop)
    peer.expect(opcode, fill * size)
    peer.close()


@pytest.mark.parametrize("size, form", [(5, 126), (5, 127), (126, 127), (65535, 127)])
def test_1_a_longer_form_of_length_than_needed_is_read(peer, size, form):
    payload = b"*" * size
    head = struct.pack("!BBH", 0x81, 0xFE, size) if form == 126 else struct.pack("!BBQ", 0x81, 0xFF, size)
    peer.send_raw(head + bytes(4) + payload)
    opcode, data, _ = peer.receive()
    # The RFC asks senders for the shortest form; to refuse a longer one is as good as to read it.
    assert (opcode, data) == (TEXT, payload) or (opcode, data[:2]) == (CLOSE, struct.pack("!H", 1002))


# 2. Pings and pongs


@pytest.mark.parametrize("payload", [b"", b"Hello", b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff", b"\xfe" * 125])
@pytest.mark.parametrize("chop", [None, 1])
def test_2_a_ping_is_answered_with_its_payload(peer, payload, chop):
    peer.send(PING, payload, chop=chop)
    peer.expect(PONG, payload)
    peer.close()


def test_2_a_long_ping_is_refused(peer):
    peer.send(PING, b"\xfe" * 126)
    peer.expect_close(1002)


def test_2_unasked_pongs_are_passed_over(peer):
    peer.send(PONG)
    peer.send(PONG, b"unsolicited")
    peer.send(PING, b"after")
    peer.expect(PONG, b"after")
    peer.close()


@pytest.mark.parametrize("chop", [None, 1])
def test_2_many_pings_have_as_many_pongs_in_order(peer, chop):
    pings = [f"payload-{number}".encode() for number in range(10)]
    peer.send_raw(b"".join(frame(PING, payload) for payload in pings), chop)
    for payload in pings:
        peer.expect(PONG, payload)
    peer.close()


# 3. Reserved bits


@pytest.mark.parametrize("rsv", range(1, 8))
@pytest.mark.parametrize("opcode", [TEXT, BINARY, PING, PONG, CLOSE])
def test_3_reserved_bits_are_refused(peer, opcode, rsv):
    peer.send(TEXT, b"before")
    peer.send(opcode, b"", rsv=rsv)
    peer.send(TEXT, b"after")
    peer.expect(TEXT, b"before")
    peer.expect_close(1002)


# 4. Opcodes


@pytest.mark.parametrize("chop", [None, 1])
@pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
def test_4_reserved_opcodes_are_refused(peer, opcode, chop):
    peer.send(TEXT, b"before")
    peer.send(opcode, b"payload", chop=chop)
    peer.send(PING)
    peer.expect(TEXT, b"before")
    peer.expect_close(1002)


@pytest.mark.parametrize("opcode", [TEXT, BINARY, PING, PONG, CLOSE])
@pytest.mark.parametrize("payload", [b"", b"\x03\xe8 not masked"])
def test_4_unmasked_frames_are_refused(peer, opcode, payload):
    peer.send(opcode, payload, mask=False)
    peer.expect_close(1002)


def test_4_a_length_of_more_than_63_bits_is_refused(peer):
    peer.send_raw(struct.pack("!BBQ", 0x82, 0xFF, 1 << 63) + bytes(4))
    peer.expect_close(1002)


# 5. Fragmentation


@pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
def test_5_control_frames_are_not_fragmented(peer, opcode):
    peer.send(opcode, b"\x03\xe8", fin=False)
    peer.send(CONTINUATION, b"fragment")
    peer.expect_close(1002)


@pytest.mark.parametrize("chop", [None, 1, 3])
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("parts", [[b"a", b"b"], [b"fragment1", b"fragment2", b"", b"fragment4"], [b""] * 3, [b"x"] * 50])
def test_5_fragments_make_one_message(peer, opcode, parts, chop):
    for index, part in enumerate(parts):
        peer.send(opcode if index == 0 else CONTINUATION, part, fin=index == len(parts) - 1, chop=chop)
    peer.expect(opcode, b"".join(parts))
    peer.close()


@pytest.mark.parametrize("chop", [None, 1])
def test_5_pings_between_fragments_are_answered_at_once(peer, chop):
    peer.send(TEXT, b"fragment1", fin=False, chop=chop)
    peer.send(PING, b"first", chop=chop)
    peer.expect(PONG, b"first")
    peer.send(CONTINUATION, b"fragment2", fin=False, chop=chop)
    peer.send(PING, b"second", chop=chop)
    peer.send(PONG, b"unasked", chop=chop)
    peer.expect(PONG, b"second")
    peer.send(CONTINUATION, b"fragment3", chop=chop)
    peer.expect(TEXT, b"fragment1fragment2fragment3")
    peer.close()


@pytest.mark.parametrize("fin", [True, False])
def test_5_nothing_is_continued_before_it_is_begun(peer, fin):
    peer.send(CONTINUATION, b"non-continuation payload", fin=fin)
    peer.send(TEXT, b"Hello")
    peer.expect_close(1002)


@pytest.mark.parametrize("fin", [True, False])
@pytest.mark.parametrize("second", [TEXT, BINARY])
def test_5_a_message_does_not_begin_within_another(peer, second, fin):
    peer.send(TEXT, b"fragment1", fin=False)
    peer.send(second, b"fragment2", fin=fin)
    peer.expect_close(1002)


def test_5_nothing_continues_a_finished_message(peer):
    peer.send(TEXT, b"one", fin=False)
    peer.send(CONTINUATION, b"two")
    peer.expect(TEXT, b"onetwo")
    peer.send(CONTINUATION, b"three")
    peer.expect_close(1002)


# 6. UTF-8

VALID = [
    "",
    "Hello-µ@ßöäüàá-UTF-8!!",
    "κόσμε",
    "\u0000",
    "\u0080",
    "\u0800",
    "\U00010000",
    "\u007f",
    "\u07ff",
    "\uffff",
    "\U0010ffff",
    "\ud7ff",
    "\ue000",
    "\ufffd",
    "\ufffe",
    "\U0001fffe",
    "\U0010fffe",
    "日本語テキスト🐦" * 20,
]

INVALID = [
    b"\x80",
    b"\xbf",
    b"\x80\xbf\x80",
    bytes(range(0x80, 0xC0)),
    *[bytes([lead]) + b" " for lead in (0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xEF, 0xF0, 0xF4, 0xF5, 0xF8, 0xFC, 0xFE, 0xFF)],
    # Cut short
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x90",
    b"text\xe2\x82",
    # Overlong
    b"\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xe0\x9f\xbf",
    b"\xf0\x80\x80\xaf",
    b"\xf0\x8f\xbf\xbf",
    b"\xf8\x80\x80\x80\xaf",
    b"\xfc\x80\x80\x80\x80\xaf",
    b"\xc0\x80",
    b"\xe0\x80\x80",
    b"\xf0\x80\x80\x80",
    # Surrogates
    b"\xed\xa0\x80",
    b"\xed\xaf\xbf",
    b"\xed\xb0\x80",
    b"\xed\xbf\xbf",
    b"\xed\xa0\x80\xed\xb0\x80",
    # Past the last
    b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80",
    b"\xf7\xbf\xbf\xbf",
    b"\xf8\x88\x80\x80\x80",
    b"\xfb\xbf\xbf\xbf\xbf",
    b"\xfd\xbf\xbf\xbf\xbf\xbf",
    "κόσμε".encode() + b"\xed\xa0\x80" + b"edited",
    b"a" * 64 + b"\xff",
]


@pytest.mark.parametrize("text", VALID, ids=ascii)
@pytest.mark.parametrize("way", ["whole", "fragments of a byte", "chopped"])
def test_6_utf8_passes_however_it_is_cut(peer, text, way):
    data = text.encode()
    if way == "fragments of a byte":
        parts = [data[index : index + 1] for index in range(len(data))] or [b""]
        for index, part in enumerate(parts):
            peer.send(TEXT if index == 0 else CONTINUATION, part, fin=index == len(parts) - 1)
    else:
        peer.send(TEXT, data, chop=1 if way == "chopped" else None)
    peer.expect(TEXT, data)
    peer.close()


@pytest.mark.parametrize("data", INVALID, ids=repr)
@pytest.mark.parametrize("way", ["whole", "fragments of a byte", "chopped"])
def test_6_what_is_not_utf8_is_refused_however_it_is_cut(peer, data, way):
    if way == "fragments of a byte":
        for index in range(len(data)):
            peer.send(TEXT if index == 0 else CONTINUATION, data[index : index + 1], fin=index == len(data) - 1)
    else:
        peer.send(TEXT, data, chop=1 if way == "chopped" else None)
    peer.expect_close(1007)


def test_6_binary_need_not_be_utf8(peer):
    for data in INVALID:
        peer.send(BINARY, data)
        peer.expect(BINARY, data)
    peer.close()


WRONG_FROM_HERE = "κόσμε".encode() + b"\xf4"


def test_6_4_a_wrong_fragment_is_refused_before_the_message_ends(peer):
    peer.send(TEXT, WRONG_FROM_HERE, fin=False)
    peer.send(CONTINUATION, b"\x90", fin=False)
    # Nothing more is sent: the refusal must not wait for the end.
    peer.expect_close(1007)


def test_6_4_a_wrong_byte_is_refused_before_its_frame_ends(peer):
    whole = frame(TEXT, WRONG_FROM_HERE + b"\x90\x80\x80" + b"edited")
    sent = len(whole) - len(b"\x80\x80edited")
    peer.send_raw(whole[: sent - 1])
    time.sleep(0.05)
    peer.send_raw(whole[sent - 1 : sent])
    peer.expect_close(1007)


def test_6_4_an_unfinished_character_is_not_refused_before_the_end(peer):
    peer.send(TEXT, "€".encode()[:2], fin=False)
    peer.send(PING, b"still there")
    peer.expect(PONG, b"still there")
    peer.send(CONTINUATION, "€".encode()[2:])
    peer.expect(TEXT, "€".encode())
    peer.close()


# 7. Closing


def test_7_1_a_close_is_answered_and_ends_the_connection(peer):
    peer.send(TEXT, b"Hello World!")
    peer.expect(TEXT, b"Hello World!")
    peer.send(CLOSE, struct.pack("!H", 1000))
    peer.expect_close(1000)


@pytest.mark.parametrize("after", [(CLOSE, b"\x03\xe8"), (PING, b"ping"), (TEXT, b"text"), (3, b"nonsense")], ids=str)
def test_7_1_nothing_after_a_close_is_answered(peer, after):
    peer.send_raw(frame(CLOSE, b"\x03\xe8") + frame(*after))
    peer.expect_close(1000)


def test_7_1_a_close_between_fragments_ends_the_message(peer):
    peer.send(TEXT, b"fragment1", fin=False)
    peer.send(CLOSE, b"\x03\xe8")
    peer.send(CONTINUATION, b"fragment2")
    peer.expect_close(1000)


def test_7_1_a_long_message_is_echoed_before_the_close_after_it(peer):
    data = b"BAsd7&jh23" * (256 * KIB // 10)
    peer.send_raw(frame(TEXT, data) + frame(CLOSE, b"\x03\xe8") + frame(PING, b"late"))
    peer.expect(TEXT, data)
    peer.expect_close(1000)


def test_7_3_a_close_without_a_code_is_answered_in_kind(peer):
    peer.send(CLOSE)
    peer.expect_close(None, 1000)


def test_7_3_a_close_of_one_byte_is_refused(peer):
    peer.send(CLOSE, b"a")
    peer.expect_close(1002)


@pytest.mark.parametrize("reason", ["", "Hello World!", "ü" * 61 + "x"])
@pytest.mark.parametrize("chop", [None, 1])
def test_7_3_a_close_may_give_a_reason_of_123_bytes(peer, reason, chop):
    peer.send(CLOSE, b"\x03\xe8" + reason.encode(), chop=chop)
    peer.expect_close(1000)


def test_7_3_a_longer_reason_is_refused(peer):
    peer.send(CLOSE, b"\x03\xe8" + b"*" * 124)
    peer.expect_close(1002)


@pytest.mark.parametrize("reason", [b"\xce\xba\xe1\xbd\xb9\xed\xa0\x80edited", b"\xe2\x82", b"\xff"], ids=repr)
def test_7_5_a_reason_that_is_not_utf8_is_refused(peer, reason):
    peer.send(CLOSE, b"\x03\xe8" + reason)
    peer.expect_close(1007)


@pytest.mark.parametrize("code", [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])
def test_7_7_codes_that_may_be_sent_are_answered_in_kind(peer, code):
    peer.send(CLOSE, struct.pack("!H", code))
    peer.expect_close(code, 1000)


@pytest.mark.parametrize("code", [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535])
@pytest.mark.parametrize("reason", [b"", b"reason"])
def test_7_9_codes_that_may_not_be_sent_are_refused(peer, code, reason):
    peer.send(CLOSE, struct.pack("!H", code) + reason)
    peer.expect_close(1002)


def test_7_a_connection_that_just_ends_is_ended(peer):
    peer.socket.shutdown(socket.SHUT_WR)
    peer.expect_end()


# 9. Limits and speed


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("size", [64 * KIB, 256 * KIB, 1 * MIB, 4 * MIB, 8 * MIB, 16 * MIB])
def test_9_1_long_messages(peer, opcode, size):
    data = random.Random(size).randbytes(size) if opcode == BINARY else b"*" * size
    peer.send(opcode, data)
    peer.expect(opcode, data)
    peer.close()


def test_9_1_long_text_beyond_ascii(peer):
    data = ("κόσμε🐦" * (4 * MIB // 15)).encode()
    peer.send(TEXT, data)
    peer.expect(TEXT, data)
    peer.close()


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("size", [64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB])
def test_9_3_long_messages_in_fragments(peer, opcode, size):
    total = 4 * MIB if size >= KIB else MIB
    data = b"*" * total
    parts = [frame(opcode if start == 0 else CONTINUATION, data[start : start + size], fin=start + size >= total)
             for start in range(0, total, size)]
    peer.send_raw(b"".join(parts))
    peer.expect(opcode, data)
    peer.close()


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("chop", [64, 128, 256, 512, 1024, 2048])
def test_9_5_long_messages_in_small_writes(peer, opcode, chop):
    data = b"*" * MIB
    peer.send(opcode, data, chop=chop)
    peer.expect(opcode, data)
    peer.close()


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("size", [0, 16, 64, 256, 1024, 4096])
def test_9_7_a_thousand_messages_there_and_back(peer, opcode, size):
    data = b"*" * size
    for _ in range(1000):
        peer.send(opcode, data)
        peer.expect(opcode, data)
    peer.close()


@pytest.mark.parametrize("size", [0, 16, 256, 4096])
def test_9_7_a_thousand_messages_at_once(peer, size):
    data = b"*" * size
    peer.send_raw(frame(BINARY, data) * min(1000, 8 + 60 * KIB // (size + 8)))
    for _ in range(min(1000, 8 + 60 * KIB // (size + 8))):
        peer.expect(BINARY, data)
    peer.close()


def test_9_sixteen_mebibytes_in_small_fragments(peer):
    """Masked once for all fragments, so that it is the server that is measured."""
    part = frame(CONTINUATION, bytes(64), fin=False)
    count = 16 * MIB // 64
    started = time.monotonic()
    peer.send_raw(frame(BINARY, b"", fin=False) + part * count + frame(CONTINUATION, b""))
    peer.expect(BINARY, bytes(16 * MIB))
    assert time.monotonic() - started < 30
    peer.close()


@pytest.mark.parametrize("whole", [True, False])
def test_9_more_than_the_limit_is_refused(peer, whole):
    if whole:
        peer.send_raw(struct.pack("!BBQ", 0x82, 0xFF, 16 * MIB + 1) + bytes(4))
    else:
        peer.send_raw(frame(BINARY, bytes(16 * MIB), fin=False) + frame(CONTINUATION, b"x"))
    peer.expect_close(1009)


def test_9_a_peer_that_does_not_read_is_not_buffered_without_bound(echo_url):
    deaf = Peer(echo_url).upgrade()
    deaf.socket.settimeout(2)
    message = frame(BINARY, bytes(64 * KIB))
    with pytest.raises(TimeoutError):
        # What the two kernels and the server hold together is a few MiB.
        for _ in range(4096):
            deaf.socket.sendall(message)
    deaf.socket.close()


# 10. Fragments of the sender's choice


def test_10_a_message_in_many_fragments_comes_back_whole(peer):
    data = b"*" * 65536
    for start in range(0, len(data), 1300):
        peer.send(TEXT if start == 0 else CONTINUATION, data[start : start + 1300], fin=start + 1300 >= len(data))
    peer.expect(TEXT, data)
    peer.close()
