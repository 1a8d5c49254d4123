# SPDX-License-Identifier: Apache-2.0
"""Makes the people and channels that a Martlet server needs before anybody can listen."""

import json
import os
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

# The most calls that one request may carry, and how many requests are under way: their commits share a disk write.
BATCH = 50
WIDTH = 24


def batch(port: int, calls: list[tuple[str, dict]], user: int | None) -> list[dict]:
    """Makes a few JSON-RPC calls in one request, and returns their results."""
    requests = [
        {"jsonrpc": "2.0", "id": index, "method": method, "params": params}
        for index, (method, params) in enumerate(calls)
    ]
    headers = {"Content-Type": "application/json"}
    if user is not None:
        headers["X-Martlet-User"] = str(user)
    request = urllib.request.Request(f"http://127.0.0.1:{port}/rpc", json.dumps(requests).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        answers = {answer["id"]: answer for answer in json.load(response)}
    for answer in answers.values():
        if "result" not in answer:
            raise RuntimeError(f"martlet refuses a call: {answer}")
    return [answers[index]["result"] for index in range(len(calls))]


def call(port: int, calls: list[tuple[str, dict]], user: int | None = None) -> list[dict]:
    """Makes many calls, in no certain order, and returns their results."""
    parts = [calls[start : start + BATCH] for start in range(0, len(calls), BATCH)]
    with ThreadPoolExecutor(WIDTH) as pool:
        return [result for results in pool.map(lambda part: batch(port, part, user), parts) for result in results]


def prepare(server, connections: int, channels: int) -> tuple[list, list]:
    """One person a connection, the i-th in private channel i modulo their number, and a publisher who is in all."""
    port, tag = server.port, f"{os.getpid()}-{time.time_ns() % 10**9}"
    publisher = call(port, [("user.create", {"name": f"publisher-{tag}"})])[0]["id"]
    users = call(port, [("user.create", {"name": f"u{i}-{tag}"}) for i in range(connections)])
    people = sorted(user["id"] for user in users)
    workspace = call(port, [("workspace.create", {"name": f"w-{tag}"})], publisher)[0]["id"]
    call(port, [("workspace.member_add", {"workspace_id": workspace, "user_id": user}) for user in people], publisher)
    made = call(
        port,
        [
            ("channel.create", {"workspace_id": workspace, "kind": "private", "name": f"c{i}-{tag}"})
            for i in range(channels)
        ],
        publisher,
    )
    numbers = sorted(channel["id"] for channel in made)
    seats = [
        ("channel.add_member", {"channel_id": numbers[i % channels], "user_id": user}) for i, user in enumerate(people)
    ]
    call(port, seats, publisher)
    for ids in (people, numbers):
        if ids != list(range(ids[0], ids[0] + len(ids))):
            raise RuntimeError("the load generator counts ids up by one, and these do not")
    send = '{"jsonrpc":"2.0","id":1,"method":"message.send","params":{"channel_id":{c},"body":"'
    return ["--base", people[0]], [
        "--mode", "ws", "--plain", 1, "--path", f"/ws/user/{publisher}", "--base", numbers[0], "--prefix", send,
        "--suffix", '"}}', "--await", '"jsonrpc"',
    ]
