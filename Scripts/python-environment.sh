#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes the virtual environment that the Python suite runs in, anew when its requirements have changed.
#     Scripts/python-environment.sh .venv
set -euo pipefail

venv=${1:-.venv}
requirements=Tests/Python/requirements.txt
stamp="$venv/requirements.installed"

if [ -x "$venv/bin/python" ] && cmp --silent "$requirements" "$stamp"; then exit 0; fi

echo "Installing the Python packages of $requirements into $venv"
rm -rf "$venv"
python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" </dev/null
cp "$requirements" "$stamp"
