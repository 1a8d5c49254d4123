# SPDX-License-Identifier: Apache-2.0
"""The service worker in a real browser: it shows a page's own token for media, wherever it was stopped or replaced."""

import json

import pytest

from harness.browser import sign_in
from harness.module import ASSETS, Client

START = """async () => {
  const { startWorker } = await import("/martlet.js");
  globalThis.courier = await startWorker(martlet);
  await navigator.serviceWorker.ready;
}"""
# What the worker keeps of the pages' tokens: by client, without the tokens.
KEPT = """async () => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open("martlet");
    request.onsuccess = () => resolve(request.result);
  });
  const request = database.transaction("credentials").objectStore("credentials").getAll();
  const entries = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  database.close();
  return entries.map(({ account, client, token }) => ({ account, client, hasToken: token !== null }));
}"""
# Every worker that a token is handed to, from here on.
COUNT_PUSHES = """() => {
  globalThis.pushes = [];
  const post = ServiceWorker.prototype.postMessage;
  ServiceWorker.prototype.postMessage = function (message, ...more) {
    if (message.type === "martlet.credentials") pushes.push(this);
    return post.call(this, message, ...more);
  };
}"""
DOWNLOAD = """async ({ id, headers }) => {
  const response = await fetch(`/v1/media/${id}`, { headers });
  return [response.status, await response.text(), response.headers.get("Content-Range")];
}"""


def start(client: Client) -> Client:
    """Has the page's worker control it and hold its token."""
    client.js(START)
    client.until("navigator.serviceWorker.controller !== null")
    client.until(f"({KEPT})().then((entries) => entries.some(({{ hasToken }}) => hasToken))")
    return client


def upload(context, url: str) -> str:
    """Puts ten bytes there that only their uploader may read."""
    headers = {"Content-Type": "application/octet-stream", "Origin": url}
    answer = context.request.post("/v1/media?name=ten.txt", data=b"0123456789", headers=headers)
    assert answer.ok, answer.text()
    return answer.json()["id"]


def download(client: Client, media: str, **headers) -> list:
    return client.js(DOWNLOAD, {"id": media, "headers": headers})


def stop_workers(client: Client) -> None:
    """As the browser does whenever it likes."""
    session = client.page.context.new_cdp_session(client.page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


@pytest.fixture
def newer_worker(blank_directory):
    """Has the server serve another release of the worker."""
    path = blank_directory / "sw.js"
    before = path.read_bytes() if path.exists() else None
    yield lambda: path.write_text((ASSETS / "sw.js").read_text() + "// A later release.\n")
    path.unlink(missing_ok=True)
    if before is not None:
        path.write_bytes(before)


@pytest.fixture
def ann(profile, module_hub, module_team):
    """A profile of ann's, a page in it, and a file that only she may read."""
    context = profile(module_team.ann)
    media = upload(context, module_hub.url)
    return context, Client(context, module_team.ann).until_live(), media


def test_the_first_load_shows_media_by_its_cookie_alone(ann):
    _, client, media = ann
    assert client.js("navigator.serviceWorker.controller") is None
    assert download(client, media) == [200, "0123456789", None]


def test_media_is_fetched_with_the_pages_own_token_and_its_range(ann):
    context, client, media = ann
    start(client)
    context.clear_cookies()
    assert download(client, media) == [200, "0123456789", None]
    assert download(client, media, Range="bytes=2-4") == [206, "234", "bytes 2-4/10"]


def test_a_picture_of_a_page_is_fetched_with_its_token_too(profile, module_hub, module_team):
    context = profile(module_team.ann)
    headers = {"Content-Type": "application/octet-stream", "Origin": module_hub.url}
    gif = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
    media = context.request.post("/v1/media?name=dot.gif", data=gif, headers=headers).json()["id"]
    client = start(Client(context, module_team.ann).until_live())
    context.clear_cookies()
    size = client.js(
        """async (id) => {
          const picture = new Image();
          picture.src = `/v1/media/${id}`;
          await picture.decode();
          return picture.naturalWidth;
        }""",
        media,
    )
    assert size == 1


def test_a_worker_that_was_stopped_still_has_the_token(ann):
    context, client, media = ann
    start(client)
    context.clear_cookies()
    for _ in range(3):
        stop_workers(client)
        assert download(client, media, Range="bytes=0-0") == [206, "0", "bytes 0-0/10"]


def test_a_worker_that_starts_with_nothing_is_handed_the_token_again(ann):
    context, client, media = ann
    start(client)
    client.js(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          await registration.unregister();
          await new Promise((resolve) => (indexedDB.deleteDatabase("martlet").onsuccess = resolve));
        }"""
    )
    client.page.reload()
    again = Client(context, client.user).until_live()
    start(again)
    context.clear_cookies()
    assert download(again, media)[0] == 200


def test_a_worker_that_replaces_another_is_handed_the_token_once(ann, newer_worker):
    context, client, media = ann
    client.js(COUNT_PUSHES)
    start(client)
    first = client.js("navigator.serviceWorker.controller.scriptURL")
    client.js("() => { globalThis.before = navigator.serviceWorker.controller; }")
    newer_worker()
    client.js("async () => { await (await navigator.serviceWorker.ready).update(); }")
    client.until("navigator.serviceWorker.controller !== before && pushes.includes(navigator.serviceWorker.controller)")
    assert client.js("navigator.serviceWorker.controller.scriptURL") == first
    context.clear_cookies()
    assert download(client, media)[0] == 200
    assert client.js("new Set(pushes).size === pushes.length"), "each worker once"


def test_a_page_that_handed_over_nothing_gets_nobody_elses_token(ann, module_team):
    context, client, media = ann
    start(client)
    other = Client(context, module_team.ann).until_live()
    context.clear_cookies()
    other.until("navigator.serviceWorker.controller !== null")
    assert download(client, media)[0] == 200
    # Without its cookie this page is somebody else to the server.
    assert download(other, media)[0] == 404


def test_two_accounts_of_one_browser_do_not_mix(ann, module_team):
    context, client, media = ann
    start(client)
    sign_in(context, str(module_team.ben))
    ben = start(Client(context, module_team.ben).until_live())
    assert download(client, media)[0] == 200
    assert download(ben, media)[0] == 404
    accounts = {entry["account"].split(" ")[-1] for entry in ben.js(KEPT)}
    assert accounts == {str(module_team.ann), str(module_team.ben)}


def test_sign_out_forgets_and_a_late_push_brings_nothing_back(ann, module_team):
    context, client, media = ann
    start(client)
    before = client.js("Date.now()")
    client.js("martlet.signOut()")
    assert [entry["hasToken"] for entry in client.js(KEPT)] == [False]
    kept = client.js(
        """async ({ account, generation }) => {
          const { port1, port2 } = new MessageChannel();
          const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
          const message = { type: "martlet.credentials", account, generation, token: "late" };
          navigator.serviceWorker.controller.postMessage(message, [port2]);
          return (await answer).kept;
        }""",
        {"account": f"{client.js('martlet.base')} {module_team.ann}", "generation": before},
    )
    assert kept is False
    stop_workers(client)
    assert [entry["hasToken"] for entry in client.js(KEPT)] == [False]
    assert download(client, media)[0] == 404


def test_signing_in_again_brings_a_token_again(ann, module_team):
    context, client, media = ann
    start(client)
    client.js("martlet.signOut()")
    client.close()
    sign_in(context, str(module_team.ann))
    again = start(Client(context, module_team.ann).until_live())
    context.clear_cookies()
    assert download(again, media)[0] == 200


def test_what_the_last_page_left_is_sent_when_the_network_returns(profile, new_module_hub, new_team):
    hub = new_module_hub()
    team = new_team(hub)
    context = profile(team.ann, hub=hub)
    client = start(Client(context, team.ann).until_live())
    hub.kill()
    client.send(team.channel, "left behind", "and this")
    client.until("martlet.state.queued === 2")
    elsewhere = context.new_page()
    session = context.new_cdp_session(elsewhere)
    registrations = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    client.close()
    hub.start()
    [registration] = {entry["registrationId"] for entry in registrations if entry["scopeURL"].startswith(hub.url)}
    tag = {"tag": f"martlet outbox {team.ann}", "lastChance": False}
    session.send("ServiceWorker.dispatchSyncEvent", {"origin": hub.url, "registrationId": registration, **tag})
    watcher = team.socket(team.ben, query="resume_from=1")
    watcher.message("left behind")
    watcher.message("and this")
    Client(context, team.ann).until_sent()
    assert [event["data"]["message"]["body"] for event in watcher.seen("message.created")] == ["left behind", "and this"]


# -- When a page hands its token over


def test_a_page_that_comes_back_hands_it_over_again_if_the_configuration_says_so(profile, new_module_hub, new_team, tmp_path):
    configuration = tmp_path / "config.json"
    settings = {"phase1ForegroundResync": True, "foregroundDebounceMs": 60_000}
    configuration.write_text(json.dumps({"sessionSync": settings}))
    hub = new_module_hub({"client_config": str(configuration)})
    team = new_team(hub)
    client = Client(profile(team.ann, hub=hub), team.ann).until_live()
    client.js(COUNT_PUSHES)
    start(client)
    served = client.js("pushes.length")
    client.js("dispatchEvent(new Event('focus'))")
    client.until(f"pushes.length === {served} + 1")
    # Confirmed, and so the next ones are left out for a minute.
    client.js("new Promise((resolve) => setTimeout(resolve)).then(() => dispatchEvent(new Event('focus')))")
    assert client.js("pushes.length") == served + 1


STORIES = """async (story) => {
  const { CredentialSync, heartbeatDelay } = await import("/martlet/credential-sync.js");
  const settings = { foregroundDebounce: 1500, heartbeatInterval: 600000, resumeHeartbeatSuppress: 60000, heartbeatMaxBackoff: 1800000 };
  const make = (phases, chance = 0.5) => {
    const all = { foreground: false, heartbeat: false, adaptive: false, ...phases };
    return new CredentialSync({ settings, phases: all }, 0, () => chance);
  };
  const worker = new Set(["1"]);
  return story({ make, worker, settings, heartbeatDelay });
}"""


def told(profile, story: str):
    """Lets a story be lived by the rules of the page's side, in a page of nobody."""
    page = profile().new_page()
    page.goto("/blank.html")
    return page.evaluate(STORIES.replace("async (story) =>", "async () =>").replace("return story(", f"return ({story})("))


def test_without_any_phase_only_new_tokens_and_new_workers_are_served(profile):
    assert told(profile, """({ make, worker }) => {
      const sync = make({});
      const first = sync.receiversChanged(worker, 0);
      sync.pushed(first, "acknowledged", 1);
      return [first !== null, sync.foregrounded(10000), sync.wakeAt, sync.receiversChanged(worker, 20000),
        sync.receiversChanged(new Set(["1", "2"]), 30000).receivers.has("1")];
    }""") == [True, None, None, None, False]


def test_a_skipped_or_failed_push_leaves_the_next_chance_r0_9(profile):
    assert told(profile, """({ make, worker }) => {
      const sync = make({ foreground: true });
      sync.pushed(sync.receiversChanged(worker, 0), "acknowledged", 0);
      const results = [];
      for (const outcome of ["skipped", "failed", "acknowledged", "acknowledged"]) {
        const push = sync.foregrounded(1000);
        results.push(push !== null);
        if (push) sync.pushed(push, outcome, 1000);
      }
      return results;
    }""") == [True, True, True, False]


def test_only_failures_grow_the_delay_and_any_success_resets_it_r0_4_r0_6_r0_12(profile):
    assert told(profile, """({ make, worker }) => {
      const sync = make({ heartbeat: true, adaptive: true });
      sync.foregrounded(0);
      sync.pushed(sync.receiversChanged(worker, 0), "acknowledged", 0);
      const delays = [];
      for (const outcome of ["skipped", "failed", "failed", "failed", "acknowledged"]) {
        const now = sync.wakeAt;
        sync.pushed(sync.timerFired(now), outcome, now);
        delays.push((sync.wakeAt - now) / 60000);
      }
      return delays;
    }""") == [10, 20, 30, 30, 10]


def test_nobody_is_woken_while_the_page_is_hidden_or_offline_r0_13(profile):
    assert told(profile, """({ make, worker }) => {
      const sync = make({ heartbeat: true });
      sync.pushed(sync.receiversChanged(worker, 0), "acknowledged", 0);
      const wakes = [sync.wakeAt];
      sync.foregrounded(1);
      wakes.push(sync.wakeAt);
      sync.networkChanged(false, 2);
      wakes.push(sync.wakeAt);
      const late = sync.networkChanged(true, 700000);
      wakes.push(late !== null);
      return wakes;
    }""") == [None, 600_000, None, True]


def test_a_restart_of_the_loop_begins_with_nothing_r0_5(profile):
    assert told(profile, """({ make, worker }) => {
      const sync = make({ heartbeat: true, adaptive: true });
      sync.foregrounded(0);
      sync.pushed(sync.receiversChanged(worker, 0), "failed", 0);
      const push = sync.timerFired(sync.wakeAt);
      sync.pushed(push, "failed", 1e6);
      sync.pushed(sync.tokenChanged(1e6), "skipped", 1e6);
      return sync.wakeAt - 1e6;
    }""") == 600_000


def test_the_jitter_never_exceeds_the_maximum_r0_10(profile):
    assert told(profile, """({ settings, heartbeatDelay }) => [0, 1, 2, 50].map((failures) =>
      [0, 0.999999].map((chance) => Math.round(heartbeatDelay(settings, true, failures, chance) / 1000)))""") == [
        [480, 720],
        [960, 1440],
        [1440, 1800],
        [1440, 1800],
    ]


def test_a_return_suppresses_heartbeats_no_longer_than_it_says_r0_11(profile):
    assert told(profile, """({ make, worker }) => {
      const sync = make({ foreground: true, heartbeat: true, adaptive: true });
      sync.pushed(sync.receiversChanged(worker, 0), "acknowledged", 0);
      sync.pushed(sync.foregrounded(590000), "acknowledged", 590000);
      return sync.wakeAt;
    }""") == 650_000


def test_a_late_end_of_an_older_push_counts_for_nothing(profile):
    assert told(profile, """({ make, worker }) => {
      const sync = make({ heartbeat: true, adaptive: true });
      sync.foregrounded(0);
      const old = sync.receiversChanged(worker, 0);
      sync.tokenChanged(1);
      const next = sync.pushed(old, "failed", 2);
      sync.pushed(next, "acknowledged", 3);
      return [next !== null, sync.wakeAt];
    }""") == [True, 600_001]
