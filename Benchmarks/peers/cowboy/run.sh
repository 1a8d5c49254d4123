#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# run.sh BUILD PORT: cowboy on one scheduler, as one process of one core.
cd "$1" || exit 1
exec erl -noshell -noinput +S 1:1 +SDcpu 1:1 +SDio 1 +A 1 +sbwt none +sbwtdcpu none +sbwtdio none +K true \
    +P 1000000 +Q 65536 -pa . lib/*/ebin -s fan main "$2"
