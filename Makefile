# SPDX-License-Identifier: Apache-2.0
#
# `make demo` and `make test` need a Swift 6.3 toolchain, git and make, and install the rest themselves.

SWIFT ?= swift
PYTEST_ARGS ?=
ROUNDS ?= 7
SEEDS ?= 20000
PEERS ?= floor,uws,nchan
MESSAGES ?= 10000000
BENCH_ARGS ?=
VENV := .venv
DEBUG_BINARY := .build/debug/martlet
RELEASE_BINARY := .build/release/martlet
# Exclusivity is checked in every debug build and test; the check at run time costs the send path a quarter. The rules'
# generic types are specialized for the server that uses them.
RELEASE_FLAGS ?= -Xswiftc -enforce-exclusivity=unchecked -Xswiftc -cross-module-optimization
DOCUMENTED := MartletWire MartletClient MartletTesting

.PHONY: help demo demo-cluster test test-swift test-python build release lint docs bench bench-peers bench-micro bench-fill bench-postgres fuzz kill-test cluster-test simulate mutants packages clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

demo: release ## Start a server with a lively sample team on 127.0.0.1:8787
	@MARTLET_BINARY=$(RELEASE_BINARY) Scripts/demo.sh

demo-cluster: ## The same on a cluster: two cores, two edges, PostgreSQL, NATS and HAProxy
	@Scripts/install-packages.sh cluster
	@$(MAKE) --no-print-directory release RELEASE_FLAGS="--traits NATS,Postgres $(RELEASE_FLAGS)"
	@MARTLET_BINARY=$(RELEASE_BINARY) Scripts/demo-cluster.sh

test: ## Run every test: the packages', and the Python suite against real server processes
	@Scripts/test.sh

test-swift: packages ## Run the package's tests alone
	$(SWIFT) test

test-python: packages ## Build, then run the Python suite alone (PYTEST_ARGS="-k resume" selects)
	@Scripts/install-packages.sh test
	@Scripts/python-environment.sh $(VENV)
	$(SWIFT) build --product martlet
	MARTLET_BINARY=$(DEBUG_BINARY) Scripts/python-tests.sh $(VENV)/bin/python $(PYTEST_ARGS)

build: packages ## Build everything for debugging
	$(SWIFT) build --build-tests

release: packages ## Build the optimised `martlet`
	$(SWIFT) build -c release --product martlet $(RELEASE_FLAGS)

lint: ## Check the format of the sources
	$(SWIFT) format lint --strict -r Sources Tests Benchmarks/Micro Package.swift

docs: packages ## Write the API documentation of the public modules
	$(SWIFT) package --disable-sandbox generate-documentation --enable-experimental-combined-documentation \
		$(addprefix --target ,$(DOCUMENTED)) --warnings-as-errors

bench: release ## Measure fan-out, memory, resume and durable sends, in ROUNDS rounds
	$(RELEASE_BINARY) bench all --rounds $(ROUNDS) $(BENCH_ARGS)

bench-peers: release ## Measure it beside PEERS (of floor,uws,nchan,nats,cowboy,mosquitto) under one load
	Benchmarks/compare.py --martlet $(RELEASE_BINARY) --peers $(PEERS) --rounds $(ROUNDS) $(BENCH_ARGS)

bench-micro: packages ## Count the instructions of codec, fan-out and replay with valgrind
	@Scripts/install-packages.sh bench
	MARTLET_MICRO_BENCHMARKS=1 $(SWIFT) build -c release --product MicroBenchmarks $(RELEASE_FLAGS)
	Benchmarks/Micro/instructions.py .build/release/MicroBenchmarks

bench-fill: release ## Measure sends into a store of MESSAGES messages, beside an almost empty one
	$(RELEASE_BINARY) bench fill --rounds $(ROUNDS) --messages $(MESSAGES) $(BENCH_ARGS)

bench-postgres: packages ## Measure durable sends on PostgreSQL, beside its own durable inserts by pgbench
	@Scripts/install-packages.sh test
	$(SWIFT) build -c release --product martlet --traits Postgres $(RELEASE_FLAGS)
	Benchmarks/postgres.py --martlet $(RELEASE_BINARY) --rounds $(ROUNDS) $(BENCH_ARGS)

fuzz: packages ## Feed everything that reads from outside bad bytes, for longer than the tests do
	MARTLET_FUZZ_ROUNDS=$${MARTLET_FUZZ_ROUNDS:-2000000} $(SWIFT) test --filter Fuzz

kill-test: packages ## Kill the server 1,000 times under load, and judge what its clients heard
	@MARTLET_KILLS=$${MARTLET_KILLS:-1000} $(MAKE) test-python PYTEST_ARGS="-k kill9 -s"

cluster-test: packages ## Kill, stop and cut off every part of a cluster, 500 times, and judge what its clients heard
	@Scripts/install-packages.sh test
	@Scripts/python-environment.sh $(VENV)
	$(SWIFT) build --product martlet --traits NATS,Postgres
	MARTLET_CLUSTER_KILLS=$${MARTLET_CLUSTER_KILLS:-500} MARTLET_BINARY=$(DEBUG_BINARY) Scripts/python-tests.sh $(VENV)/bin/python -k test_cluster -s

simulate: packages ## Run both ends over networks and disks that fail, SEEDS times, or once with SEED=n
	$(if $(SEED),MARTLET_SEED=$(SEED),MARTLET_SEEDS=$(SEEDS)) $(SWIFT) test --filter '^SimulationTests\.SimulationTests'

mutants: packages ## Break one rule after the other on purpose, and see which seed notices (MUTANTS="name …" selects)
	Scripts/mutants.py $(MUTANTS)

packages:
	@Scripts/install-packages.sh build

clean: ## Remove what was built
	rm -rf .build $(VENV)
