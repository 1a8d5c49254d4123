# SPDX-License-Identifier: Apache-2.0
#
# For a script to source: $programs, where PostgreSQL's own are, and `as_postgres`, which runs a command as somebody whom
# they serve.

programs=$(pg_config --bindir 2>/dev/null)
if [ ! -x "$programs/initdb" ]; then
    # Debian keeps the programs of every version apart, and none of them in the path.
    programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort --version-sort | tail -n 1)
fi

# They refuse to run as root.
postgres_owner=()
[ "$(id -u)" -ne 0 ] || postgres_owner=(setpriv --reuid postgres --regid postgres --clear-groups)
as_postgres() { "${postgres_owner[@]}" "$@"; }
