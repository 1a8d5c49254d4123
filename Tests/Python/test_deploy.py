# SPDX-License-Identifier: Apache-2.0
"""What `deploy/` shows to operators is understood by what it is for."""

import json
import re
import shlex
import shutil
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import requests
from websockets.sync.client import unix_connect

from harness.process import BINARY, PATIENCE, ROOT, Hub, run
from harness.tokens import Issuer

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = DEPLOY / "martlet.yaml"


def command(unit: Path) -> list[str]:
    return shlex.split(re.search(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)[1])


def commands() -> dict[str, list[str]]:
    image = (DEPLOY / "Containerfile").read_text()
    entry, arguments = (json.loads(re.search(rf"^{word} (.*)$", image, re.MULTILINE)[1]) for word in ("ENTRYPOINT", "CMD"))
    return {**{unit.name: command(unit) for unit in UNITS}, "Containerfile": entry + arguments}


@pytest.fixture
def short_path():
    """A directory whose path leaves a Unix socket's name room: 107 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="martlet-") as path:
        yield path


@pytest.mark.parametrize("name", commands())
def test_every_option_and_key_that_is_shown_is_one(name, tmp_path, short_path):
    binary, serve, *options = commands()[name]
    assert (binary, serve) == ("/usr/bin/martlet", "serve")
    here = {
        "/etc/martlet/martlet.yaml": str(SETTINGS),
        "/var/lib/martlet": str(tmp_path),
        "/var/lib/martlet-edge": str(tmp_path),
        "unix:/run/martlet/events.sock": f"unix:{short_path}/events.sock",
    }
    checked = run("config", "check", *(here.get(option, option) for option in options))
    assert checked.returncode == 0, checked.stdout[-500:] + checked.stderr


def test_two_halves_on_one_machine_take_no_port_of_each_other(tmp_path):
    ports = set()
    for name in ("martlet-core.service", "martlet-edge.service"):
        options = command(DEPLOY / "systemd" / name)[2:]
        options[options.index("/etc/martlet/martlet.yaml")] = str(SETTINGS)
        text = run("config", "check", *options, "--data", str(tmp_path)).stdout
        ports.add(re.search(r"^operations_port +(\d+)", text, re.MULTILINE)[1])
    assert len(ports) == 2


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units(tmp_path):
    for unit in UNITS:
        # The binary is not installed here, and systemd looks whether it is.
        (tmp_path / unit.name).write_text(unit.read_text().replace("/usr/bin/martlet", str(BINARY)))
    units = [str(tmp_path / unit.name) for unit in UNITS]
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    said = [line for line in verified.stderr.splitlines() if "martlet" in line]
    assert (verified.returncode, said) == (0, [])


@pytest.fixture
def behind_nginx(tmp_path):
    """A server in jwt mode behind `deploy/nginx.conf`: its socket, a TLS context that trusts it, its issuer, its hub."""
    issuer = Issuer(tmp_path)
    hub = Hub(split=False, arguments=[*issuer.arguments, "--public-url", "https://chat.example.com"])
    hub.start()
    certificate, key, path = tmp_path / "fullchain.pem", tmp_path / "privkey.pem", hub.directory / "nginx.sock"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=chat.example.com", "-addext", "subjectAltName=DNS:chat.example.com",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    site = (DEPLOY / "nginx.conf").read_text()
    for shown, here in {
        "listen 443 ssl": f"listen unix:{path} ssl",
        "server 127.0.0.1:8787": f"server 127.0.0.1:{hub.port}",
        "/etc/letsencrypt/live/chat.example.com": str(tmp_path),
    }.items():
        assert shown in site
        site = site.replace(shown, here)
    scratch = "".join(f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"pid {tmp_path}/pid; daemon off; events {{}} http {{ access_log off; {scratch}\n{site}\n}}"
    (tmp_path / "nginx.conf").write_text(whole)
    nginx = subprocess.Popen(
        ["nginx", "-p", str(tmp_path), "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not path.exists():
            assert nginx.poll() is None and time.monotonic() < deadline, (tmp_path / "error.log").read_text()
            time.sleep(0.01)
        yield str(path), ssl.create_default_context(cafile=str(certificate)), issuer, hub
    finally:
        nginx.terminate()
        nginx.wait()
        hub.close()


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here")
def test_a_socket_passes_through_nginx_with_tls_and_is_resumed(behind_nginx):
    path, context, issuer, hub = behind_nginx
    bearer = {"Authorization": f"Bearer {issuer.token('root')}"}

    def connect(query: str = ""):
        uri = f"wss://chat.example.com/ws/user/{user}{query}"
        return unix_connect(path, uri, ssl=context, additional_headers=bearer, compression=None, proxy=None)

    def call(socket, method: str, **params) -> dict:
        socket.send(json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": params}))
        while (frame := json.loads(socket.recv(timeout=PATIENCE))).get("id") != method:
            pass
        return frame["result"]

    user = requests.post(
        f"{hub.url}/rpc", json={"jsonrpc": "2.0", "id": 1, "method": "user.me"},
        headers={**bearer, "Host": "chat.example.com"}, timeout=PATIENCE,
    ).json()["result"]["id"]  # fmt: skip
    with connect() as socket:
        hello = json.loads(socket.recv(timeout=PATIENCE))
        workspace = call(socket, "workspace.create", name="behind nginx")["id"]
    with connect(f"?resume_from={hello['seq']}&epoch={hello['epoch']}") as socket:
        again = json.loads(socket.recv(timeout=PATIENCE))
        assert again["resumed"] and again["replayed"] == 1
        replayed = json.loads(socket.recv(timeout=PATIENCE))
        assert replayed["data"]["workspace"]["id"] == workspace
