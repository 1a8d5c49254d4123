# SPDX-License-Identifier: Apache-2.0
"""`make demo-cluster` brings a whole cluster up and takes it down again, by the commands that `deploy/cluster` shows."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import requests
import yaml

from harness.process import BINARY, PATIENCE, ROOT

SCRIPT = ROOT / "Scripts/demo-cluster.sh"
needed = pytest.mark.skipif(
    not all(map(shutil.which, ("nats-server", "haproxy"))), reason="Scripts/install-packages.sh cluster was not run"
)


def printed(**settings: str) -> dict[str, str]:
    shown = subprocess.run([str(SCRIPT), "--print"], env=os.environ | settings, capture_output=True, text=True, check=True)
    return dict(line.split(": ", 1) for line in shown.stdout.splitlines())


def test_the_compose_file_has_the_same_commands():
    services = yaml.safe_load((ROOT / "deploy/cluster/compose.yaml").read_text())["services"]
    composed = {name: " ".join(service["command"].split()) for name, service in services.items()}
    for name in composed:
        # The image's own entry point is the binary; a secret is never an argument.
        if name.startswith(("core", "edge")):
            composed[name] = f"martlet {composed[name]}"
        if name.startswith("core"):
            composed[name] = f"env MARTLET_DATABASE={services[name]['environment']['MARTLET_DATABASE']} {composed[name]}"
    places = {"MARTLET_DEMO_DATA": "/var/lib/martlet", "MARTLET_DEMO_DATABASE": "/var/lib/postgresql/data"}
    assert composed == printed(MARTLET_BINARY="martlet", **places)


def free_ports(count: int) -> int:
    """The first of so many ports in a row that nobody has now."""
    for start in range(20_000, 30_000, count):
        held = []
        try:
            for port in range(start, start + count):
                held.append(socket.create_server(("127.0.0.1", port)))
            return start
        except OSError:
            continue
        finally:
            for one in held:
                one.close()
    raise AssertionError("no ports are free")


@pytest.fixture
def cluster(tmp_path):
    port = free_ports(7)
    # Somewhere that the database's own user can reach.
    with tempfile.TemporaryDirectory(prefix="martlet-demo-", dir="/tmp", ignore_cleanup_errors=True) as database:
        Path(database).chmod(0o755)
        settings = {
            "MARTLET_BINARY": str(BINARY),
            "MARTLET_DEMO_PORT": str(port),
            "MARTLET_DEMO_DATA": str(tmp_path / "cluster"),
            "MARTLET_DEMO_DATABASE": f"{database}/postgres",
        }
        output = (tmp_path / "output").open("w+")
        script = subprocess.Popen(
            [str(SCRIPT)], env=os.environ | settings, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield script, port, lambda: Path(output.name).read_text()
        finally:
            if script.poll() is None:
                script.send_signal(signal.SIGINT)
                script.wait(PATIENCE)


def wait_for(condition, what: str, patience: float = 3 * PATIENCE):
    until = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < until, what
        time.sleep(0.1)
    return found


@needed
def test_a_cluster_comes_up_serves_through_its_proxy_and_goes_down_again(cluster):
    script, port, output = cluster
    wait_for(lambda: "Ctrl-C ends" in output() or script.poll() is not None, "it did not come up")
    assert script.poll() is None, output()

    def call(method, params, user=1):
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = requests.post(
            f"http://127.0.0.1:{port}/rpc", json=request, headers={"X-Martlet-User": str(user)}, timeout=PATIENCE
        ).json()
        return answer["result"]

    ada = int(re.search(r"Ada \((\d+)\)", output())[1])
    general = int(re.search(r"--channel-id (\d+)", output())[1])
    first = call("message.send", {"channel_id": general, "body": "through the proxy"}, ada)

    # One edge is killed: the other serves, and the proxy notices.
    edge = int(re.search(r"edges (\d+) ", output())[1])
    os.kill(edge, signal.SIGKILL)

    def listed():
        try:
            return call("message.list", {"channel_id": general, "limit": 50}, ada)
        except (requests.RequestException, KeyError, ValueError):
            return None

    messages = wait_for(listed, "nobody answers any more")["messages"]
    assert first["id"] in {message["id"] for message in messages}

    pids = [int(pid) for pid in re.findall(r"(?:PostgreSQL|NATS|cores|and|edges|HAProxy) (\d+)", output())]
    assert len(pids) == 7, output()
    script.send_signal(signal.SIGINT)
    assert script.wait(PATIENCE) == 0, output()
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
