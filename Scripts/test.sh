#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs every test and ends with one line: N passed, N failed. All parts run even when one of them fails.
set -uo pipefail
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
# What is optional is tested with the rest.
traits=(--traits "${MARTLET_TRAITS:-NATS,Postgres}")
results=.build/test-results
failures=0

# What cannot even begin still ends with the line that is counted.
give_up() {
    echo "$1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

step() { printf '\n== %s\n' "$1"; }

Scripts/install-packages.sh build && Scripts/install-packages.sh test || give_up "System packages are missing."
Scripts/python-environment.sh .venv || give_up "The Python environment could not be made."
python=.venv/bin/python

step "Building, with every trait"
"$swift" build --build-tests "${traits[@]}" </dev/null || give_up "The build failed."
rm -rf "$results" && mkdir -p "$results"

step "Swift tests"
swift_tests() {
    Scripts/with-postgres.sh Scripts/with-nats.sh \
        "$swift" test --skip-build "${traits[@]}" --xunit-output "$results/$1.xml" "${@:2}" </dev/null
}
# A few tests race the clock of a busy machine; what fails twice in a row is broken.
swift_tests swift || { step "Swift tests, once more"; swift_tests swift; } || failures=$((failures + 1))

step "The core's tests, on PostgreSQL"
core_suites=$(basename -s .swift -a Tests/MartletServerTests/Core/*Tests.swift | paste -s -d "|")
MARTLET_TEST_CORE_STORE=postgres swift_tests swift-postgres --filter "MartletServerTests.($core_suites)" || failures=$((failures + 1))

step "Python tests, against real server processes"
Scripts/python-tests.sh "$python" --results "$results" ${PYTEST_ARGS:-} || failures=$((failures + 1))

step "Python tests of core and edge, over NATS"
over_nats="core and edge and not clock_that_jumps and (test_resume or test_presence or test_messages or test_faults or test_operators)"
MARTLET_TEST_LINK=nats Scripts/python-tests.sh "$python" --results "$results" -k "$over_nats" ||
    failures=$((failures + 1))

step "Building without any trait"
"$swift" build --target MartletServer </dev/null || failures=$((failures + 1))

step "Result"
"$python" Scripts/tally.py --failed-runs "$failures" "$results"/*.xml
