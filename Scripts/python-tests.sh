#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs the Python suite: first what may run side by side, two at a time; then, alone, what measures time or loads the machine.
#     Scripts/python-tests.sh PYTHON [--results DIRECTORY] [pytest arguments…]
# MARTLET_TEST_LINK=nats has core and edge meet on a NATS server in place of a socket.
set -uo pipefail
cd "$(dirname "$0")/.."

python=$1
shift
results=""
if [ "${1:-}" = --results ]; then
    results=$2
    shift 2
fi
export MARTLET_BINARY=${MARTLET_BINARY:-.build/debug/martlet}

run() {
    local name=$1
    shift
    # A few tests race the clock of a busy machine; what fails twice in a row is broken.
    "$python" -m pytest Tests/Python --reruns 1 ${results:+--junit-xml "$results/$name${MARTLET_TEST_LINK:+-$MARTLET_TEST_LINK}.xml"} "$@" </dev/null
    local status=$?
    # 5: nothing of this kind was selected.
    [ "$status" -eq 0 ] || [ "$status" -eq 5 ]
}

failures=0
run python-together -m "not alone" -n "${MARTLET_TEST_WORKERS:-2}" "$@" || failures=1
run python-alone -m alone "$@" || failures=1
exit "$failures"
