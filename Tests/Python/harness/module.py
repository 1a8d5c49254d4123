# SPDX-License-Identifier: Apache-2.0
"""Pages that have nothing but `martlet.js`: what it was told, and what it did."""

import shutil
import tempfile
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from .browser import People, page_settings, sign_in
from .process import ROOT, Hub
from .relay import Relay
from .team import Team

ASSETS = ROOT / "Sources/MartletPages/Assets"
PATIENCE = 30

# Everything that a page's client was told, for a test to look at.
BEGIN = """async ({ user, options }) => {
  const { connect } = await import("/martlet.js");
  const seen = { frames: [], loads: [], states: [], changes: [], typists: [], errors: [] };
  const martlet = connect({ user, ...options, load: (all, { reason }) => { seen.loads.push({ reason, seq: all.seq }); } });
  martlet.on("*", (frame) => seen.frames.push(frame));
  martlet.on("state", (state) => seen.states.push(state));
  martlet.on("entry", ({ key, state, params, mine }) => seen.changes.push({ key, state, body: params.body, mine }));
  martlet.on("typists", (event) => seen.typists.push(event));
  martlet.on("error", ({ error, where }) => seen.errors.push(`${where}: ${error}`));
  Object.assign(globalThis, {
    martlet,
    seen,
    bodies: () => seen.frames.filter((frame) => frame.type === "message.created").map((frame) => frame.data.message.body),
  });
}"""


class Client:
    """One page with a client of `martlet.js`."""

    def __init__(self, context: BrowserContext, user: int, *, url: str = "", **options):
        self.user = user
        self.page: Page = context.new_page()
        self.page.goto(f"{url}/blank.html")
        self.js(BEGIN, {"user": user, "options": options})

    def js(self, expression: str, argument=None):
        return self.page.evaluate(expression, argument)

    def until(self, expression: str, timeout: float = PATIENCE):
        """Waits until it holds; a page whose policy forbids `eval` cannot wait by itself."""
        deadline = time.monotonic() + timeout
        while not (value := self.js(expression)):
            if time.monotonic() > deadline:
                told = self.js("({ state: martlet.state, entries: martlet.entries, errors: seen.errors })")
                raise AssertionError(f"{expression} did not come true within {timeout} s: {told}")
            time.sleep(0.02)
        return value

    def until_live(self) -> "Client":
        self.until("martlet.state.name === 'live'")
        return self

    def until_sent(self) -> None:
        """Waits until nothing is left that anybody queued."""
        self.js("martlet.ready")
        self.until("martlet.state.name === 'live' && martlet.state.queued === 0")

    def send(self, channel: int, *bodies: str) -> None:
        """Queues messages, and does not wait for them."""
        self.js(
            "({ channel, bodies }) => { for (const body of bodies) martlet.send('message.send', { channel_id: channel, body }); }",
            {"channel": channel, "bodies": list(bodies)},
        )

    @property
    def bodies(self) -> list[str]:
        return self.js("bodies()")

    @property
    def state(self) -> dict:
        return self.js("martlet.state")

    def close(self) -> None:
        self.page.close()


@pytest.fixture(scope="session")
def blank_directory():
    """A folder for a server to serve pages from: an empty one, and those under work if MARTLET_TEST_PAGES names them."""
    directory = Path(tempfile.mkdtemp(prefix="martlet-pages-"))
    under_work = page_settings().get("pages.directory")
    if under_work:
        shutil.copytree(under_work, directory, dirs_exist_ok=True)
    (directory / "blank.html").write_text("<!doctype html><html lang=en><title>blank</title></html>")
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def module_hub(blank_directory):
    """A running server that all tests of the module share."""
    hub = Hub(split=False, settings=page_settings({"pages.directory": str(blank_directory)}))
    try:
        yield hub.start()
    finally:
        hub.close()


@pytest.fixture
def new_module_hub(blank_directory):
    """Makes servers that belong to one test."""
    hubs: list[Hub] = []

    def make(settings: dict | None = None) -> Hub:
        hubs.append(Hub(split=False, settings=page_settings({"pages.directory": str(blank_directory), **(settings or {})})))
        return hubs[-1].start()

    yield make
    for hub in hubs:
        hub.close()


@pytest.fixture
def module_team(module_hub):
    """A workspace of one's own on the shared server."""
    team = Team(module_hub)
    yield team
    team.close()


@pytest.fixture
def profile(browser, module_hub):
    """Opens browser profiles; a profile may reach its server through something else's address."""
    people = Profiles(browser, module_hub)
    yield people
    people.close()


@pytest.fixture
def relay():
    """Makes relays to servers."""
    relays: list[Relay] = []

    def make(hub: Hub) -> Relay:
        relays.append(Relay(hub.port))
        return relays[-1]

    yield make
    for relay in relays:
        relay.close()


class Profiles(People):
    """Browser profiles in which pages use the module alone."""

    def __call__(self, user: int | None = None, *, hub: Hub | Relay | None = None, **options) -> BrowserContext:
        context = super().__call__(None, hub=hub, **options)
        if user is not None:
            sign_in(context, str(user))
        return context

    def client(self, user: int, *, hub: Hub | Relay | None = None, **options) -> Client:
        """A page with a client of its own profile."""
        return Client(self(user, hub=hub), user, **options)
