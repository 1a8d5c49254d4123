#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs the Debian or Ubuntu packages that Martlet needs, and says which.
#     Scripts/install-packages.sh build    what a build needs
#     Scripts/install-packages.sh test     what the tests need besides
#     Scripts/install-packages.sh cluster  what a cluster on one machine needs besides
#     Scripts/install-packages.sh bench    what counting instructions needs besides
set -euo pipefail

case "${1:-build}" in
build) packages=(ca-certificates libjemalloc-dev libsqlite3-dev pkg-config zlib1g-dev) ;;
cluster) packages=(curl haproxy libnats-dev libpq-dev nats-server postgresql) ;;
bench) packages=(binutils valgrind) ;;
test)
    packages=(
        ca-certificates chromium curl haproxy libnats-dev libpq-dev nats-server openssl postgresql python3 python3-venv
    )
    ;;
*)
    echo "usage: $0 build|test|cluster|bench" >&2
    exit 2
    ;;
esac

# Elsewhere (macOS brings them with its SDK) the names differ: say nothing and let the build say what is missing.
command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || exit 0

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null || true)
    # pkg-config is pkgconf on newer systems, where the old name is virtual.
    if [ "$package" = pkg-config ] && command -v pkg-config >/dev/null; then status=installed; fi
    # Any Chromium will do, under whichever name it comes.
    if [ "$package" = chromium ] && command -v chromium-browser google-chrome >/dev/null; then status=installed; fi
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "Martlet needs these system packages: ${missing[*]}" >&2
        echo "Install them as root: apt-get install ${missing[*]}" >&2
        exit 1
    }
    as_root=(sudo)
fi

echo "Installing system packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends)
"${as_root[@]}" apt-get update --quiet=2 </dev/null || echo "apt-get update failed; trying the lists at hand" >&2
"${install[@]}" --quiet=2 --option Dpkg::Use-Pty=0 "${missing[@]}" </dev/null >/dev/null
