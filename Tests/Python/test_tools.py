# SPDX-License-Identifier: Apache-2.0
"""The scripts that count results must not call a crash a success."""

import subprocess
import sys
from pathlib import Path

from harness.gaps import KnownGaps

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


def gaps(tmp_path: Path) -> KnownGaps:
    path = tmp_path / "gaps.txt"
    path.write_text("# a word on it\ntest_a::test_one\ntest_a::test_two sometimes\n")
    return KnownGaps(path)


def test_a_known_gap_that_holds_in_both_arrangements_is_reported(tmp_path):
    known = gaps(tmp_path)
    known.heard("Tests/Python/test_a.py::test_one[one process-1]", True)
    assert known.closed == [], "the other arrangement has not been seen"
    known.heard("Tests/Python/test_a.py::test_one[core and edge-1]", True)
    assert known.closed == ["test_a::test_one"]
    known.heard("Tests/Python/test_a.py::test_one[core and edge-2]", False)
    assert known.closed == []


def test_a_known_gap_that_races_something_may_hold(tmp_path):
    known = gaps(tmp_path)
    known.heard("Tests/Python/test_a.py::test_two[one process]", True)
    known.heard("Tests/Python/test_a.py::test_two[core and edge]", True)
    assert known.closed == []
