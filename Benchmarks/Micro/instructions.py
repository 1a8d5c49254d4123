#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the instructions of each operation of `MicroBenchmarks` with callgrind: the same number on every run.

    instructions.py BINARY [OPERATION …]

Each operation runs twice, with different counts; the difference is the operation without the start of the program.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def collected(binary: Path, name: str, count: int, directory: str) -> int:
    """How many instructions one run takes in all."""
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={directory}/out", binary, name, str(count)]
    # Otherwise each run hashes, and so probes its tables, in an order of its own.
    environment = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        raise SystemExit(f"{name}: callgrind failed\n{done.stderr[-2000:]}")
    return int(found[1])


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is missing: apt-get install valgrind")
    wanted = sys.argv[2:]
    with tempfile.TemporaryDirectory() as directory:
        # Valgrind cannot read the debug information of a large Swift binary.
        binary = Path(directory) / "bench"
        subprocess.run(["strip", "-o", binary, sys.argv[1]], check=True)
        listing = subprocess.run([binary], capture_output=True, text=True, check=True).stdout
        print("| operation | instructions | per |\n|---|---|---|")
        for line in listing.splitlines():
            name, unit, summary = line.split("\t")
            if wanted and name not in wanted:
                continue
            few = max(1, 200 // int(unit)) * 2
            more = few * 5
            difference = collected(binary, name, more, directory) - collected(binary, name, few, directory)
            print(f"| {name} | {difference / (more - few) / int(unit):,.0f} | {summary} |", flush=True)


if __name__ == "__main__":
    main()
