#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command beside a NATS server of its own, which listens on a port of the loopback that the system picks and is gone
# afterwards. MARTLET_TEST_NATS tells the command where it is.
#     Scripts/with-nats.sh COMMAND…
set -uo pipefail

program=$(PATH="$PATH:/usr/sbin" command -v nats-server) || {
    echo "nats-server is not installed: what needs it is skipped." >&2
    exec "$@"
}

directory=$(mktemp -d /tmp/martlet-nats.XXXXXX)
"$program" --addr 127.0.0.1 --port -1 --ports_file_dir "$directory" --log "$directory/server.log" &
server=$!
finish() {
    kill -9 "$server"
    wait "$server" 2>/dev/null
    rm -rf "$directory"
}
trap finish EXIT

ports="$directory/nats-server_$server.ports"
for _ in $(seq 300); do
    url=$(sed -n 's/.*"\(nats:[^"]*\)".*/\1/p' "$ports" 2>/dev/null | head -n 1)
    [ -z "$url" ] || break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
[ -n "${url:-}" ] || {
    echo "nats-server does not start:" >&2
    cat "$directory/server.log" >&2
    exit 1
}

MARTLET_TEST_NATS=$url "$@"
