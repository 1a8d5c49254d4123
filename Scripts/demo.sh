#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Starts a server with a small lively team on 127.0.0.1:8787; Ctrl-C ends both. Run it again and the team is still there.
set -uo pipefail
cd "$(dirname "$0")/.."

martlet=${MARTLET_BINARY:-.build/release/martlet}
server=http://127.0.0.1:${MARTLET_DEMO_PORT:-8787}
data=${MARTLET_DEMO_DATA:-demo-data}

"$martlet" serve --auth dev --host 127.0.0.1 --port "${server##*:}" --data "$data" &
pid=$!
finish() {
    trap - INT TERM
    kill -TERM "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    exit 0
}
trap finish INT TERM

for _ in $(seq 100); do
    curl -fsS "$server/readyz" >/dev/null 2>&1 && break
    kill -0 "$pid" 2>/dev/null || { echo "The server did not start." >&2; exit 1; }
    sleep 0.1
done

. Scripts/demo-team.sh
finish
