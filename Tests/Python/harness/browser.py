# SPDX-License-Identifier: Apache-2.0
"""A real browser: Debian's Chromium, driven by Playwright, with one profile for each person.

`person(user)` opens a profile that is signed in as that user of `page_hub`; `person()` one of nobody. Whatever a page
throws, is kept from by its policy, or asks of another host fails the test at its end.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .process import Hub
from .team import Team

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
# Chromium as a debug build of the server would have it on a busy machine.
PATIENCE_MS = 30_000
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
# So that people come and go, and servers tell so, within a test's time.
QUICK = {
    "limits.rates": False,
    "limits.presence_grace_ms": 1500,
    "limits.heartbeat_ms": 2000,
    "limits.heartbeat_timeout_ms": 2000,
    "admission.window": "2s",
}


def page_settings(settings: dict | None = None) -> dict:
    """Settings of a server whose pages are tested; MARTLET_TEST_PAGES names a folder to serve instead of its own."""
    folder = os.environ.get("MARTLET_TEST_PAGES")
    return {**QUICK, **({"pages.directory": folder} if folder else {}), **(settings or {})}


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests of a module, and not of a run: while Playwright has a loop, no other test can run one."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "chromium is not installed: Scripts/install-packages.sh test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_hub():
    """A running server, in one process, that all tests of pages share."""
    hub = Hub(split=False, settings=page_settings())
    try:
        yield hub.start()
    finally:
        hub.close()


@pytest.fixture
def new_page_hub():
    """Makes servers, in one process, that belong to one test of pages."""
    hubs: list[Hub] = []

    def make(settings: dict | None = None, arguments: list[str] | None = None) -> Hub:
        hubs.append(Hub(split=False, settings=page_settings(settings), arguments=arguments))
        return hubs[-1].start()

    yield make
    for hub in hubs:
        hub.close()


@pytest.fixture
def page_team(page_hub):
    """A workspace of one's own on the shared server."""
    team = Team(page_hub)
    yield team
    team.close()


@pytest.fixture
def person(browser, page_hub):
    """Opens browser profiles, and closes them."""
    people = People(browser, page_hub)
    yield people
    people.close()


class People:
    """The profiles of one test."""

    def __init__(self, browser: Browser, hub: Hub):
        self.browser = browser
        self.hub = hub
        self._contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def __call__(self, user: int | None = None, *, hub: Hub | None = None, **options) -> BrowserContext:
        """A profile, signed in as a user of a dev server; options are Playwright's."""
        hub = hub or self.hub
        options = {**DESKTOP, "reduced_motion": "reduce", "color_scheme": "light", **options}
        context = self.browser.new_context(base_url=hub.url, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(PATIENCE_MS)
        self._contexts.append(context)
        self._watch(context, hub)
        if user is not None:
            sign_in(context, str(user))
        return context

    def _watch(self, context: BrowserContext, hub: Hub) -> None:
        def heard(message) -> None:
            text = message.text
            if message.type == "error" and ("Content Security Policy" in text or "TrustedHTML" in text):
                self.problems.append(text)

        def asked(request) -> None:
            address = urlsplit(request.url)
            if address.scheme in ("http", "https", "ws", "wss") and address.port != hub.port:
                self.problems.append(f"asked {request.url}")

        context.on("console", heard)
        context.on("weberror", lambda error: self.problems.append(f"threw {error.error}"))
        context.on("request", asked)

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        assert not self.problems, "\n".join(self.problems)


def sign_in(context: BrowserContext, token: str) -> dict:
    """Signs a profile in with whatever the server's mode takes; in dev mode that is a user's number."""
    answer = context.request.post("/v1/session", data={"token": token})
    assert answer.ok, answer.text()
    return answer.json()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page as it is now, of what is serious."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
