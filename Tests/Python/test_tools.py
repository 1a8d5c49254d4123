# SPDX-License-Identifier: Apache-2.0
"""The scripts that count results must not call a crash a success."""

import subprocess
import sys
from pathlib import Path

TALLY = Path(__file__).parents[2] / "Scripts" / "tally.py"


def tally(*arguments: str) -> tuple[int, str]:
    run = subprocess.run([sys.executable, str(TALLY), *arguments], capture_output=True, text=True)
    return run.returncode, run.stdout.splitlines()[-1]


def report(tmp_path: Path, name: str, tests: int, failures: int) -> str:
    path = tmp_path / name
    path.write_text(f'<testsuites><testsuite tests="{tests}" failures="{failures}"/></testsuites>')
    return str(path)


def test_reports_are_added_up(tmp_path):
    first, second = report(tmp_path, "a.xml", 3, 0), report(tmp_path, "b.xml", 4, 1)
    assert tally("--failed-runs", "1", first, second) == (1, "6 passed, 1 failed")


def test_a_run_that_crashed_before_its_report_is_a_failure(tmp_path):
    assert tally("--failed-runs", "1", report(tmp_path, "a.xml", 3, 0)) == (1, "3 passed, 1 failed")


def test_no_tests_at_all_is_no_success():
    assert tally() == (1, "0 passed, 0 failed")
