# SPDX-License-Identifier: Apache-2.0
"""Servers for the tests. Every test of the hub runs twice: against one process, and against core and edge."""

from pathlib import Path

import pytest

from harness.browser import browser, new_page_hub, page_hub, page_team, person  # noqa: F401 - fixtures
from harness.module import (  # noqa: F401 - fixtures
    blank_directory,
    module_hub,
    module_team,
    new_module_hub,
    profile,
    relay,
)
from harness.gaps import KnownGaps
from harness.process import BINARY, Hub
from harness.team import Team

# So that nobody waits a quarter of a minute to see somebody leave.
QUICK = {
    "limits.rates": False,
    "limits.presence_grace_ms": 1500,
    "limits.heartbeat_ms": 2000,
    "limits.heartbeat_timeout_ms": 2000,
    "admission.window": "2s",
    "nats.lease": "1500ms",
    "nats.renewal": "500ms",
}


def pytest_configure(config):
    if not BINARY.exists():
        raise pytest.UsageError(f"{BINARY} does not exist: run `make test`, or set MARTLET_BINARY")
    config.pluginmanager.register(KnownGaps(Path(__file__).with_name("known_gaps.txt")))


@pytest.fixture(scope="session", params=["one process", "core and edge"])
def split(request) -> bool:
    """Whether the server is two processes."""
    return request.param == "core and edge"


@pytest.fixture(scope="session")
def hub(split):
    """A running server that all tests share: they must leave it as it was, but for what they stored."""
    hub = Hub(split=split, settings=QUICK)
    try:
        yield hub.start()
        assert set(hub.stop()) == {0}
    finally:
        hub.close()


@pytest.fixture
def team(hub):
    """A workspace of one's own on the shared server."""
    team = Team(hub)
    yield team
    team.close()


@pytest.fixture
def new_hub(split):
    """Makes servers that belong to one test, which may do with them as it likes."""
    hubs: list[Hub] = []

    def make(settings: dict | None = None, arguments: list[str] | None = None, start: bool = True) -> Hub:
        hub = Hub(split=split, settings={**QUICK, **(settings or {})}, arguments=arguments)
        hubs.append(hub)
        return hub.start() if start else hub

    yield make
    for hub in hubs:
        hub.close()


@pytest.fixture
def new_team():
    """Makes teams on servers of the test's own."""
    teams: list[Team] = []

    def make(hub: Hub, *others: str) -> Team:
        teams.append(Team(hub, *others))
        return teams[-1]

    yield make
    for team in teams:
        team.close()
