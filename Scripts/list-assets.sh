#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Writes down which files of the pages are compiled in: run it after adding, renaming or removing one.
set -euo pipefail
cd "$(dirname "$0")/../Sources/MartletPages"

symbol() { printf '%s' "$1" | tr -c 'A-Za-z0-9' '_'; }
names=$(cd Assets && find . -type f | sed 's,^\./,,' | LC_ALL=C sort)
{
    echo "// SPDX-License-Identifier: Apache-2.0"
    echo "//"
    echo "// Written by Scripts/list-assets.sh."
    echo
    echo '#include "MartletPages.h"'
    for name in $names; do
        printf '\nstatic const unsigned char %s[] = {\n#embed "Assets/%s"\n};\n' "$(symbol "$name")" "$name"
    done
    printf '\nstatic const struct martlet_asset assets[] = {\n'
    for name in $names; do
        printf '    {"%s", %s, sizeof %s},\n' "$name" "$(symbol "$name")" "$(symbol "$name")"
    done
    printf '};\n\n'
    echo 'size_t martlet_asset_count(void) { return sizeof assets / sizeof *assets; }'
    echo
    echo 'struct martlet_asset martlet_asset_at(size_t index) { return assets[index]; }'
} >Assets.c
