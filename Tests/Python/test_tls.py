# SPDX-License-Identifier: Apache-2.0
"""A server that was given a certificate speaks TLS to everyone: calls over HTTP 1.1 and 2, sockets, and nobody in the clear."""

import json
import socket
import subprocess

import pytest

from test_resume import replayed


@pytest.fixture
def secure_hub(new_hub, tmp_path):
    """A server with a certificate of its own making, which its clients trust and no other."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", str(key), "-out", str(certificate),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return new_hub({"certificate": str(certificate), "private_key": str(key)})


@pytest.mark.parametrize("version", ["1.1", "2"])
def test_a_call_is_answered_in_each_version_of_http(secure_hub, version):
    call = {"jsonrpc": "2.0", "id": 1, "method": "user.me", "params": {}}
    made = subprocess.run(
        [
            "curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "30", f"--http{version}",
            "--cacert", secure_hub.certificate, "--header", "Content-Type: application/json",
            "--data", json.dumps(call), "--write-out", "\n%{http_version}", f"{secure_hub.url}/rpc",
        ],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    answer, spoken = made.stdout.rsplit("\n", 1)
    assert spoken == version
    assert json.loads(answer)["result"]["id"] == 1


def test_a_socket_hears_sends_and_resumes_a_long_backlog(secure_hub, new_team):
    team = new_team(secure_hub)
    ben = team.socket(team.ben)
    sent = ben.call("message.send", channel_id=team.channel, body="over TLS")
    assert ben.message("over TLS")["data"]["message"]["id"] == sent["id"]
    position = ben.position
    ben.drop()
    # More than a socket's buffers take at once.
    bodies = [f"{number} " + "x" * 10_000 for number in range(21)]
    for body in bodies:
        team.say(team.ann, body)
    back = team.socket(team.ben, resume=position)
    assert back.hello["resumed"] is True
    messages = [frame["data"]["message"] for frame in replayed(back) if frame["type"] == "message.created"]
    assert [message["body"] for message in messages] == bodies
    team.say(team.ann, "and on")
    assert back.message("and on")


def test_who_speaks_in_the_clear_is_not_answered(secure_hub):
    with socket.create_connection(("127.0.0.1", secure_hub.port), timeout=20) as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        heard = b""
        try:
            while part := plain.recv(4096):
                heard += part
        except ConnectionResetError:
            pass
    assert b"HTTP/" not in heard
    assert secure_hub.is_ready()
