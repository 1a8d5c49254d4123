# SPDX-License-Identifier: Apache-2.0
"""Adds up JUnit reports and prints one line: N passed, N failed. Exits 1 unless all passed.

A run that failed without a failed test in its report (it crashed, or reported nothing) counts as one failure.
"""

import argparse
import sys
import xml.etree.ElementTree as ElementTree


def counts(path: str) -> tuple[int, int, int]:
    tests = failed = skipped = 0
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        tests += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return tests - failed - skipped, failed, skipped


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--failed-runs", type=int, default=0, help="how many test runs exited with a failure")
    arguments.add_argument("reports", nargs="*")
    options = arguments.parse_args()

    passed = failed = skipped = 0
    for report in options.reports:
        try:
            more = counts(report)
        except (OSError, ElementTree.ParseError):
            continue
        passed, failed, skipped = passed + more[0], failed + more[1], skipped + more[2]
    failed = max(failed, options.failed_runs)
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
