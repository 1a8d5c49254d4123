#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts Martlet and its peers through the same scenarios, round by round, one after another within each scenario."""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

from comparison import peers, report, scenarios

HERE = Path(__file__).parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--martlet", required=True, help="the release binary; '' leaves Martlet out")
    parser.add_argument("--peers", default="floor,uws,nchan", help="of " + ",".join(peers.KNOWN))
    parser.add_argument("--scenarios", default=",".join(scenarios.ALL), help="of " + ",".join(scenarios.ALL))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, help="where results go; Benchmarks/results/TIME by default")
    options = parser.parse_args()
    for kind, given, known in (("peer", options.peers, peers.KNOWN), ("scenario", options.scenarios, scenarios.ALL)):
        for name in filter(None, given.split(",")):
            if name not in known:
                parser.error(f"unknown {kind} {name}: one of {', '.join(known)}")
    return options


def measure(peer, scenario: str, number: int) -> dict:
    """One scenario, once; what fails is noted and the rest goes on."""
    row = {"peer": peer.name, "scenario": scenario, "round": number}
    try:
        row["figures"] = scenarios.ALL[scenario](peer)
    except (RuntimeError, OSError, KeyError) as error:
        row["error"] = str(error)
    return row


def main() -> int:
    options = arguments()
    # Ends the servers and the load that were started, however this ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    names = [name for name in options.peers.split(",") if name]
    subprocess.run([HERE / "setup.sh", *names], check=True)
    compared = [peers.martlet_peer(str(Path(options.martlet).absolute()))] if options.martlet else []
    compared += [peers.KNOWN[name]() for name in names]
    out = options.out or HERE / "results" / time.strftime("%Y%m%d-%H%M%S")
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    with (out / "rows.jsonl").open("a") as log:
        for number in range(1, options.rounds + 1):
            for scenario in options.scenarios.split(","):
                for peer in compared:
                    row = measure(peer, scenario, number)
                    rows.append(row)
                    print(json.dumps(row), file=log, flush=True)
                    print(f"round {number} {scenario:9} {peer.name:10} {row.get('error') or row['figures']}", flush=True)
    about = (
        f"{options.rounds} rounds on {os.cpu_count()} processors, {platform.system()} {platform.release()}, "
        f"{time.strftime('%d %B %Y')}."
    )
    target = report.write(out, rows, about)
    print(f"\n{report.table(rows)}\n\n{target}")
    return 1 if any("error" in row for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
