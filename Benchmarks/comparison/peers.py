# SPDX-License-Identifier: Apache-2.0
"""How each peer is started, listened to, published to and resumed from."""

import json
import socket
import time
from dataclasses import dataclass, field
from typing import Callable

from . import martlet
from .process import BUILD, HERE, Server

PEERS = HERE / "peers"


@dataclass
class Peer:
    """One server that is compared; the options are those of `wsload` and `wspub`."""

    name: str
    command: Callable[[Server], list[str]]
    listen: list
    publish: list
    channel: str = "ch{c}"
    # What differs when connections shall be able to resume; no `resume` means that the peer cannot.
    resume: list | None = None
    resume_listen: list | None = None
    resume_publish: list | None = None
    resume_channel: str | None = None
    before_resume: Callable[[Server], None] | None = None
    # Makes people and channels: (server, connections, channels) -> (more for wsload, more for wspub).
    prepare: Callable[[Server, int, int], tuple[list, list]] | None = None
    has_publish_port: bool = False
    environment: dict = field(default_factory=dict)


SUBSCRIBE = ["--path", "/sub?id=ch{c}"]
PUBLISH = ["--mode", "ws", "--path", "/pub"]
FROM_NUMBER = ["--resume-path", "/sub?id=ch{c}&resume_from={S}"]


def martlet_peer(binary: str) -> Peer:
    """Publishes here are durable `message.send` calls; the peers' are not."""
    return Peer(
        "martlet",
        lambda server: [
            binary, "serve", "--auth", "dev", "--limits", "off", "--host", "127.0.0.1", "--port", str(server.port),
            "--data", f"{server.directory.name}/data", "--log-level", "error",
        ],
        listen=["--proto", "martlet", "--path", "/ws/user/{u}", "--ready", '"hello"'],
        publish=[],
        resume=[
            "--resume-path", "/ws/user/{u}?resume_from={T}&epoch={E}", "--token-after", '"seq":', "--token-until", "#",
            "--token2-after", '"epoch":"', "--token2-until", '"',
        ],
        prepare=martlet.prepare,
    )


def floor() -> Peer:
    return Peer("floor", lambda s: [str(BUILD / "floor"), str(s.port)], SUBSCRIBE, PUBLISH, resume=FROM_NUMBER)


def uws() -> Peer:
    return Peer("uws", lambda s: [str(BUILD / "uws/server"), str(s.port)], SUBSCRIBE, PUBLISH)


def cowboy() -> Peer:
    return Peer(
        "cowboy",
        lambda s: [str(PEERS / "cowboy/run.sh"), str(BUILD / "cowboy"), str(s.port)],
        SUBSCRIBE,
        PUBLISH,
        resume=FROM_NUMBER,
    )


def nchan() -> Peer:
    return Peer(
        "nchan",
        lambda s: ["nginx", "-c", s.configuration(PEERS / "nchan/nginx.conf"), "-p", s.directory.name],
        SUBSCRIBE,
        ["--mode", "http", "--path", "/pub?id={ch}"],
        resume=["--resume-path", "/resume?id=ch{c}&last={T}", "--token-after", "id: ", "--token-until", "\n"],
        resume_listen=[*SUBSCRIBE, "--header", "Sec-WebSocket-Protocol: ws+meta.nchan"],
    )


def mosquitto() -> Peer:
    def connect(clean: bool) -> str:
        return r"\x10\x12\x00\x04MQTT\x04" + (r"\x02" if clean else r"\x00") + r"\x00\x00\x00\x06c{i5}"

    def subscribe(quality: int) -> str:
        return rf"\x82\x0c\x00\x01\x00\x07ch{{c5}}\x0{quality}"

    listen = ["--path", "/mqtt", "--header", "Sec-WebSocket-Protocol: mqtt", "--ready", b"\x90\x03"]
    return Peer(
        "mosquitto",
        lambda s: ["mosquitto", "-c", s.configuration(PEERS / "mosquitto/mosquitto.conf")],
        [*listen, "--sendbin", connect(True), "--sendbin", subscribe(0)],
        ["--mode", "mqtt"],
        channel="ch{c5}",
        resume=["--resume-sendbin", connect(False), "--reready", b"\x20\x02"],
        resume_listen=[*listen, "--proto", "mqtt", "--sendbin", connect(False), "--sendbin", subscribe(1)],
        resume_publish=["--mode", "mqtt", "--qos", "1"],
        has_publish_port=True,
    )


def nats() -> Peer:
    hello = r'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n'

    def listen(prefix: str) -> list:
        frame = hello + rf"SUB {prefix}ch{{c}} 1\r\nPING\r\n"
        return ["--proto", "nats", "--path", "/", "--ready", "PONG", "--sendbin", frame]

    def consumer(start: int) -> str:
        configuration = {
            "deliver_subject": "_INBOX.{i5}", "deliver_policy": "by_start_sequence", "opt_start_seq": start,
            "ack_policy": "none", "max_deliver": 1, "mem_storage": True, "num_replicas": 1,
            "inactive_threshold": 300_000_000_000, "filter_subject": "r.ch0",
        }
        text = json.dumps({"stream_name": "S", "config": configuration}, separators=(",", ":"))
        size = len(text.replace("{i5}", "00000"))
        call = rf"PUB $JS.API.CONSUMER.CREATE.S _R.{{i5}} {size}\r\n{text}\r\n"
        return hello + r"SUB _INBOX.{i5} 1\r\nSUB _R.{i5} 2\r\n" + call

    return Peer(
        "nats",
        lambda s: [str(BUILD / "venv/bin/nats-server"), "-c", s.configuration(PEERS / "nats/nats.conf")],
        listen(""),
        ["--mode", "nats"],
        # 20 messages come before those that are missed.
        resume=["--resume-sendbin", consumer(21), "--reready", '"type":"io.nats.jetstream.api.v1.consumer_create_response"'],
        resume_listen=listen("r."),
        resume_channel="r.ch{c}",
        before_resume=make_stream,
        has_publish_port=True,
        environment={"GOMAXPROCS": "1"},
    )


def make_stream(server: Server) -> None:
    """NATS replays from a stream alone."""
    stream = {
        "name": "S", "subjects": ["r.*"], "storage": "memory", "max_msgs_per_subject": 500, "retention": "limits",
        "max_consumers": 100_000, "discard": "old", "num_replicas": 1,
    }
    text = json.dumps(stream, separators=(",", ":"))
    with socket.create_connection(("127.0.0.1", server.publish_port), 5) as connection:
        connection.recv(65536)
        create = f'CONNECT {{"verbose":false}}\r\nSUB _X 1\r\nPUB $JS.API.STREAM.CREATE.S _X {len(text)}\r\n{text}\r\n'
        connection.sendall(create.encode())
        answer, deadline = b"", time.monotonic() + 5
        while b"stream_create_response" not in answer and time.monotonic() < deadline:
            answer += connection.recv(65536)
    if b'"error"' in answer or b"stream_create_response" not in answer:
        raise RuntimeError(f"nats makes no stream: {answer!r}")


KNOWN = {"floor": floor, "uws": uws, "nchan": nchan, "nats": nats, "cowboy": cowboy, "mosquitto": mosquitto}
