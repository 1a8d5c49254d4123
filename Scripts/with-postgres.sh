#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command beside a PostgreSQL server of its own, which is reached by a socket in a temporary directory alone and
# is gone afterwards. MARTLET_TEST_POSTGRES tells the command where it is.
#     Scripts/with-postgres.sh COMMAND…
set -uo pipefail

. "$(dirname "$0")/postgres.sh"
if [ ! -x "$programs/initdb" ]; then
    echo "PostgreSQL is not installed: what needs it is skipped." >&2
    exec "$@"
fi

directory=$(mktemp -d /tmp/martlet-postgres.XXXXXX)
[ "$(id -u)" -ne 0 ] || chown postgres "$directory"
as_owner() { (cd "$directory" && as_postgres "$@"); }

finish() {
    as_owner "$programs/pg_ctl" --pgdata data --mode immediate --silent stop >/dev/null 2>&1
    rm -rf "$directory"
}
trap finish EXIT

# Tests end connections and servers, never the machine: nothing need reach the disk.
settings="listen_addresses='' unix_socket_directories='$directory' fsync=off full_page_writes=off max_connections=300"
options=""
for setting in $settings; do options="$options -c $setting"; done
as_owner "$programs/initdb" --pgdata data --username martlet --auth trust --encoding UTF8 --locale C.UTF-8 --no-sync \
    >"$directory.log" 2>&1 &&
    as_owner "$programs/pg_ctl" --pgdata data --log data/server.log --wait --silent --options "$options" start \
        >>"$directory.log" 2>&1 || {
    echo "PostgreSQL does not start:" >&2
    cat "$directory.log" >&2
    rm -f "$directory.log"
    exit 1
}
rm -f "$directory.log"

MARTLET_TEST_POSTGRES="postgres://martlet@/postgres?host=$directory" "$@"
