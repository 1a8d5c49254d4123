#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts durable sends through Martlet on PostgreSQL beside PostgreSQL's own durable single-row inserts by pgbench.

Both run in turn, at the same concurrency, on one server that is made for it and writes through to the disk.
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "Tests" / "Python"))

from harness.postgres import Postgres, programs  # noqa: E402

# A row as a message is: 200 bytes of text, found by its number, and by its channel.
TABLE = """
    CREATE TABLE inserted (id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY, channel BIGINT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX inserted_channel ON inserted (channel, id)
"""
INSERT = "INSERT INTO inserted (channel, body) VALUES (:client_id, repeat('x', 200));\n"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--martlet", required=True, type=Path, help="a release binary with the trait Postgres")
    parser.add_argument("--senders", default="1,16,64", help="how many write at once, one run each")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where the figures of every round go")
    return parser.parse_args()


def inserts(postgres: Postgres, senders: int, seconds: int) -> float:
    """How many rows a second pgbench has PostgreSQL store durably."""
    script = postgres.directory / "insert.sql"
    script.write_text(INSERT)
    script.chmod(0o644)
    answer = subprocess.run(
        [programs() / "pgbench", "--no-vacuum", "--protocol", "prepared", "--client", str(senders), "--jobs", "2",
         "--time", str(seconds), "--file", script, "--host", postgres.directory, "--username", "martlet", "postgres"],
        check=True, capture_output=True, text=True,
    )
    return float(re.search(r"tps = ([\d.]+)", answer.stdout)[1])


def sends(martlet: Path, postgres: Postgres, senders: int, seconds: int) -> dict[str, float]:
    """How many messages a second Martlet acknowledges as stored there, and how long each waits."""
    postgres.ask("DROP SCHEMA IF EXISTS martlet CASCADE")
    postgres.ask("CREATE SCHEMA martlet")
    with tempfile.TemporaryDirectory(prefix="martlet-bench-") as directory:
        server = subprocess.Popen(
            [martlet, "serve", "--auth", "dev", "--limits", "off", "--port", "0", "--data", f"{directory}/data"],
            env={**os.environ, "MARTLET_DATABASE": postgres.url + "&options=-csearch_path%3Dmartlet"},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
        )
        try:
            url = next(found[1] for line in server.stdout if (found := re.search(r"listening on (\S+)", line)))
            answer = subprocess.run(
                [martlet, "bench", "send", "--server", url, "--server-pid", str(server.pid), "--senders", str(senders),
                 "--seconds", str(seconds), "--rounds", "1", "--json", "-"],
                check=True, capture_output=True, text=True,
            )
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    report = json.loads(answer.stdout)
    return {measurement["name"]: measurement["samples"]["median"] for measurement in report["measurements"]}


def main() -> int:
    options = arguments()
    rows = []
    postgres = Postgres(is_durable=True)
    try:
        postgres.start().ask(TABLE)
        for number in range(1, options.rounds + 1):
            for senders in map(int, options.senders.split(",")):
                limit = inserts(postgres, senders, options.seconds)
                figures = sends(options.martlet.absolute(), postgres, senders, options.seconds)
                rows.append({"round": number, "senders": senders, "pgbench": limit, **figures})
                print(json.dumps(rows[-1]), file=sys.stderr)
    finally:
        postgres.close()
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    print(f"{'senders':>8} {'pgbench inserts/s':>18} {'martlet sends/s':>16} {'share':>6} {'p50 ms':>7} {'p99 ms':>7}")
    for senders in map(int, options.senders.split(",")):
        chosen = [row for row in rows if row["senders"] == senders]
        middle = {name: statistics.median(row[name] for row in chosen) for name in chosen[0]}
        share = statistics.median(row["sends_per_second"] / row["pgbench"] for row in chosen)
        print(f"{senders:>8} {middle['pgbench']:>18.0f} {middle['sends_per_second']:>16.0f} {share:>6.0%} "
              f"{middle['send_to_reply_p50']:>7.1f} {middle['send_to_reply_p99']:>7.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
