#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Starts a cluster on this machine (PostgreSQL, NATS, two cores, two edges, and HAProxy before them on 127.0.0.1:8787) with a
# small lively team; Ctrl-C ends everything.
#     Scripts/demo-cluster.sh            run it
#     Scripts/demo-cluster.sh --print    show its commands, which are those of deploy/cluster/compose.yaml
set -uo pipefail
cd "$(dirname "$0")/.."
. Scripts/postgres.sh

martlet=${MARTLET_BINARY:-.build/release/martlet}
port=${MARTLET_DEMO_PORT:-8787}
data=${MARTLET_DEMO_DATA:-demo-cluster-data}
database=$PWD/$data/postgres
# As root the server runs as somebody else, who cannot be expected to reach this directory.
[ "$(id -u)" -ne 0 ] || database=/var/lib/postgresql/martlet-demo
database=${MARTLET_DEMO_DATABASE:-$database}
server=http://127.0.0.1:$port
bus_port=$((port + 5))
store_port=$((port + 6))
bus=nats://127.0.0.1:$bus_port
store=postgres://martlet@127.0.0.1:$store_port/postgres
export CLUSTER_HOST=127.0.0.1 CLUSTER_PORT=$port CLUSTER_EDGE_1=127.0.0.1:$((port + 1)) CLUSTER_EDGE_2=127.0.0.1:$((port + 2))

core() {
    echo "env MARTLET_DATABASE=$store $martlet serve --role core --auth dev --events $bus" \
        "--signing-key-file $data/signing.key --data $data/core-$1 --operations-port $((port + 2 + $1))"
}
edge() { echo "$martlet serve --role edge --auth dev --events $bus --host 127.0.0.1 --port $((port + $1)) --data $data/edge-$1"; }
command_of() {
    case $1 in
    postgres) echo "postgres -D $database -c listen_addresses=127.0.0.1 -c port=$store_port" ;;
    nats) echo "nats-server --addr 127.0.0.1 --port $bus_port" ;;
    core-*) core "${1#core-}" ;;
    edge-*) edge "${1#edge-}" ;;
    proxy) echo "haproxy -db -f deploy/cluster/haproxy.cfg" ;;
    esac
}
services=(postgres nats core-1 core-2 edge-1 edge-2 proxy)

if [ "${1:-}" = --print ]; then
    for service in "${services[@]}"; do echo "$service: $(command_of "$service")"; done
    exit
fi

declare -A pids=()
start() {
    local command
    read -r -a command <<<"$(command_of "$1")"
    if [ "$1" = postgres ]; then
        command[0]=$programs/postgres
        command=("${postgres_owner[@]}" "${command[@]}")
        (cd / && exec "${command[@]}") >"$data/$1.log" 2>&1 &
    else
        "${command[@]}" >"$data/$1.log" 2>&1 &
    fi
    pids[$1]=$!
}
finish() {
    trap - INT TERM
    # From the front to the back: nobody is cut off from what it still needs.
    for service in edge-1 edge-2 proxy core-1 core-2 nats postgres; do
        [ -n "${pids[$service]:-}" ] || continue
        signal=TERM
        # HAProxy and PostgreSQL wait for their clients on TERM, and on these signals do not.
        case $service in postgres) signal=INT ;; proxy) signal=USR1 ;; esac
        kill -"$signal" "${pids[$service]}" 2>/dev/null
        case $service in edge-1) ;; *) wait "${pids[$service]}" 2>/dev/null ;; esac
    done
    exit "${1:-0}"
}
fail() {
    echo "$1 did not start:" >&2
    tail -n 5 "$data/$1.log" >&2
    finish 1
}
# await SERVICE COMMAND…: until the command succeeds.
await() {
    local service=$1
    shift
    for _ in $(seq 300); do
        "$@" >/dev/null 2>&1 && return
        kill -0 "${pids[$service]}" 2>/dev/null || fail "$service"
        sleep 0.1
    done
    fail "$service"
}

missing=()
[ -x "$programs/initdb" ] || missing+=(postgresql)
for program in nats-server haproxy curl; do command -v "$program" >/dev/null || missing+=("$program"); done
[ ${#missing[@]} -eq 0 ] || { echo "Not installed: ${missing[*]}. Scripts/install-packages.sh cluster installs them." >&2; exit 1; }

mkdir -p "$data"
if [ ! -e "$database/PG_VERSION" ]; then
    [ "$(id -u)" -ne 0 ] || install -d -o postgres -m 0700 "$database"
    (cd / && as_postgres "$programs/initdb" --pgdata "$database" --username martlet --auth trust --encoding UTF8 --locale C.UTF-8) \
        >"$data/initdb.log" 2>&1 || { cat "$data/initdb.log" >&2; exit 1; }
fi
trap finish INT TERM
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
is_ready() { curl -fsS "http://127.0.0.1:$1/readyz"; }
for service in postgres nats; do start $service; done
await postgres listens "$store_port"
await nats listens "$bus_port"
for service in core-1 core-2 edge-1 edge-2 proxy; do start $service; done
await core-1 is_ready $((port + 3))
await core-2 is_ready $((port + 4))
await edge-1 is_ready $((port + 1))
await edge-2 is_ready $((port + 2))
await proxy is_ready "$port"

cat <<TEXT

  A cluster on this machine, each a process of its own; what they log is in $data:

    PostgreSQL ${pids[postgres]}, NATS ${pids[nats]}, cores ${pids[core-1]} and ${pids[core-2]}, edges ${pids[edge-1]} (port $((port + 1))) and ${pids[edge-2]} ($((port + 2))), HAProxy ${pids[proxy]}

  End one with kill -9, and see who notices.
TEXT
pid=${pids[proxy]}
. Scripts/demo-team.sh
finish
