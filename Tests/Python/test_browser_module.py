# SPDX-License-Identifier: Apache-2.0
"""martlet.js in a real browser: nothing is lost, nothing is doubled, and what was done offline arrives once."""

import itertools
import json
import threading
import time

import pytest

from harness.browser import sign_in
from harness.module import Client
from harness.process import ROOT
from harness.team import Team

pytest_plugins = []


def numbered(word: str, count: int) -> list[str]:
    return [f"{word} {number}" for number in range(count)]


def stored(team: Team, channel: int | None = None) -> list[str]:
    """The bodies of a channel, as the server has them."""
    messages = team.call(team.ann, "message.list", channel_id=channel or team.channel, limit=200)["messages"]
    return [message["body"] for message in messages]


def wait_for(condition, what: str, timeout: float = 30):
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what} did not come within {timeout} s"
        time.sleep(0.02)
    return value


# -- The stream


def test_a_page_loads_everything_and_then_hears_each_event_once(profile, module_team):
    team = module_team
    client = profile.client(team.ann).until_live()
    for body in numbered("event", 20):
        team.say(team.ben, body)
    client.until("bodies().length === 20")
    assert client.bodies == numbered("event", 20)
    assert [load["reason"] for load in client.js("seen.loads")] == [None]
    assert client.js("seen.errors") == []


def test_nothing_is_lost_or_doubled_over_cuts(profile, module_hub, module_team, relay):
    team, wire = module_team, relay(module_hub)
    client = profile.client(team.ann, hub=wire).until_live()
    expected = numbered("cut", 60)

    def talk():
        for body in expected:
            team.say(team.ben, body)
            time.sleep(0.02)

    talker = threading.Thread(target=talk)
    talker.start()
    for _ in range(4):
        wire.cut()
        client.until("martlet.state.name !== 'live'")
        wire.mend()
        client.js("martlet.retry()")
        client.until_live()
    talker.join()
    client.until("bodies().at(-1) === 'cut 59'")
    assert client.bodies == expected
    assert len(client.js("seen.loads")) == 1, "every cut was resumed"


def test_nothing_is_lost_or_doubled_when_the_server_is_killed(profile, new_module_hub, new_team):
    hub = new_module_hub()
    team = new_team(hub)
    client = profile.client(team.ann, hub=hub).until_live()
    for number in range(3):
        team.say(team.ben, f"before {number}")
        hub.restart(kill=True)
        team.say(team.ben, f"after {number}")
        client.until(f"bodies().includes('after {number}')")
    assert client.bodies == [f"{word} {number}" for number in range(3) for word in ("before", "after")]
    assert len(client.js("seen.loads")) == 1


def test_where_a_resume_is_refused_everything_is_loaded_afresh(profile, module_hub, module_team, relay):
    team, wire = module_team, relay(module_hub)
    client = profile.client(team.ann, hub=wire).until_live()
    wire.cut()
    client.until("martlet.state.name !== 'live'")
    body = [{"jsonrpc": "2.0", "id": 1, "method": "message.send", "params": {"channel_id": team.channel, "body": "x"}}] * 50
    for _ in range(11):
        team.http.post(body, user=team.ben)
    wire.mend()
    client.js("martlet.retry()")
    client.until_live()
    assert [load["reason"] for load in client.js("seen.loads")] == [None, "too_many"]
    assert client.bodies == []
    team.say(team.ben, "after the load")
    client.until("bodies().length > 0")
    assert client.bodies == ["after the load"]


def test_a_position_of_another_log_is_not_resumed_into(profile, module_team):
    client = profile.client(module_team.ann, position={"epoch": "of-another-log", "seq": 1}).until_live()
    assert [load["reason"] for load in client.js("seen.loads")] == ["epoch"]


def test_a_page_that_keeps_its_position_goes_on_from_there(profile, module_team):
    team = module_team
    first = profile.client(team.ann).until_live()
    position = first.js("martlet.position")
    first.close()
    team.say(team.ben, "meanwhile")
    second = profile.client(team.ann, position=position).until_live()
    assert second.bodies == ["meanwhile"]
    assert second.js("seen.loads") == []


def test_events_wait_until_everything_is_loaded(profile, module_team):
    team = module_team
    context = profile(team.ann)
    client = Client(context, team.ann).until_live()
    client.js(
        """async (user) => {
          const { connect } = await import("/martlet.js");
          const order = (globalThis.order = []);
          globalThis.slow = connect({ user, load: () => new Promise((done) => (globalThis.finish = done)).then(() => order.push("loaded")) });
          slow.on("message.created", ({ data }) => order.push(data.message.body));
        }""",
        team.ann,
    )
    client.until("globalThis.finish !== undefined")
    team.say(team.ben, "while loading")
    client.until("bodies().includes('while loading')")
    assert client.js("[order, slow.state.name, slow.position]") == [[], "resuming", None]
    client.js("finish()")
    client.until("slow.state.name === 'live'")
    assert client.js("order") == ["loaded", "while loading"]


def test_a_dead_wire_is_found_when_the_network_changes(profile, module_hub, module_team, relay):
    team, wire = module_team, relay(module_hub)
    client = profile.client(team.ann, hub=wire).until_live()
    wire.deafen()
    team.say(team.ben, "into the silence")
    # Nothing ends the socket: the server's patience is the page's own, and it is not asked.
    # Said again and again, in case the first time something was still on its way to the page; that extends no probe.
    client.until("dispatchEvent(new Event('online')) && martlet.state.name !== 'live'")
    wire.mend()
    client.until_live()
    assert client.bodies == ["into the silence"]


# -- A server by the book


@pytest.fixture
def staged(profile, module_team):
    """A page whose server is the test: `page.say(frame)` and `page.end(code, reason)` on its latest socket."""
    return lambda **options: Stage(profile(module_team.ann), module_team.ann, **options)


class Stage(Client):
    def __init__(self, context, user, **options):
        self.sockets = []
        self.heard: list[dict] = []
        self.seq = 0
        self.snapshot = 0
        context.route_web_socket(lambda url: "/ws/user/" in url, self._dialled)
        super().__init__(context, user, **options)

    def _dialled(self, socket):
        self.sockets.append(socket)
        socket.on_message(lambda text: self._hear(socket, json.loads(text)))

    def _hear(self, socket, frame: dict):
        self.heard.append(frame)
        if frame.get("method") == "sync.catch_up":
            nothing = {name: [] for name in ("workspaces", "channels", "presence", "huddles", "mentions", "notifications")}
            result = {"epoch": "e", "seq": self.snapshot or self.seq, "user": {}, **nothing, "more": False}
            socket.send(json.dumps({"jsonrpc": "2.0", "id": frame["id"], "result": result}))

    def wait_for_dial(self, count: int):
        deadline = time.monotonic() + 30
        while len(self.sockets) < count:
            assert time.monotonic() < deadline, f"dialled {len(self.sockets)} times, not {count}: {self.state}"
            self.page.wait_for_timeout(20)
        return self.sockets[-1].url

    def hello(self, seq: int, **more):
        self.seq = seq
        frame = {"type": "hello", "v": 1, "user_id": self.user, "connection_id": "c", "epoch": "e", "seq": seq, "limits": {}}
        self.say({**frame, "resumed": False, "from": seq, "to": seq, "replayed": 0, "resync": None, **more})

    def say(self, frame: dict):
        self.sockets[-1].send(json.dumps(frame))

    def event(self, seq: int):
        self.say({"type": "message.created", "seq": seq, "data": {"message": {"body": str(seq), "channel_id": 1, "user_id": 9}}})

    def end(self, code: int, reason: str = ""):
        self.sockets[-1].close(code=code, reason=reason)

    def hear(self, condition):
        deadline = time.monotonic() + 30
        while not (found := [frame for frame in self.heard if condition(frame)]):
            assert time.monotonic() < deadline, f"heard {self.heard}"
            self.page.wait_for_timeout(20)
        return found[0]


def test_a_count_that_disagrees_is_mended_from_the_last_that_agreed(staged):
    stage = staged()
    stage.wait_for_dial(1)
    stage.hello(10)
    stage.until_live()
    stage.event(11)
    stage.say({"type": "ping", "seq": 12, "sent": 1})
    stage.event(14)
    stage.say({"type": "ping", "seq": 15, "sent": 3})
    assert stage.wait_for_dial(2).endswith("?resume_from=12&epoch=e")
    stage.hello(15, resumed=True, **{"from": 12, "to": 15, "replayed": 2})
    stage.event(13)
    stage.event(14)
    stage.until("bodies().length === 3")
    assert stage.bodies == ["11", "14", "13"]


def test_what_was_loaded_may_be_ahead_of_what_arrives(staged):
    stage = staged()
    stage.wait_for_dial(1)
    stage.snapshot = 12
    stage.hello(10)
    stage.until_live()
    assert [load["seq"] for load in stage.js("seen.loads")] == [12]
    for seq in (11, 12, 13):
        stage.event(seq)
    stage.until("bodies().length > 0")
    assert stage.bodies == ["13"]


@pytest.mark.parametrize(("code", "name", "reason"), [
    (4001, "signed-out", "not_authenticated"),
    (4010, "signed-out", "signed_out"),
    (4009, "stopped", "too_many_connections"),
    (4026, "stopped", "version"),
])
def test_a_client_that_is_told_to_stop_stays_away_until_somebody_acts(staged, code, name, reason):
    stage = staged()
    stage.wait_for_dial(1)
    stage.hello(10)
    stage.end(code)
    stage.until(f"martlet.state.name === '{name}'")
    assert stage.state["reason"] == reason and stage.state["code"] == code and stage.state["retryAt"] is None
    stage.js("martlet.retry()")
    stage.wait_for_dial(2)


def test_what_looks_like_our_fault_is_tried_once_more(staged):
    stage = staged()
    stage.wait_for_dial(1)
    stage.hello(10)
    stage.end(1009)
    stage.wait_for_dial(2)
    stage.hello(10)
    stage.end(1009)
    stage.until("martlet.state.name === 'stopped'")


def test_a_server_that_drains_or_is_busy_is_left_alone_for_as_long_as_it_asks(staged):
    stage = staged()
    stage.wait_for_dial(1)
    stage.hello(10)
    stage.say({"type": "draining", "reconnect_after_ms": 60_000})
    stage.end(1012)
    stage.until("martlet.state.name === 'offline'")
    assert 50_000 < stage.state["retryAt"] - stage.js("Date.now()") <= 60_000
    stage.js("martlet.retry()")
    stage.wait_for_dial(2)
    stage.end(1013, "retry_after_ms=45000")
    stage.until("martlet.state.name === 'offline'")
    assert 40_000 < stage.state["retryAt"] - stage.js("Date.now()") <= 45_000


def test_pings_are_answered_and_a_new_term_moves_the_position(staged):
    stage = staged()
    stage.wait_for_dial(1)
    stage.hello(10)
    stage.say({"type": "epoch", "epoch": "f", "seq": 12})
    stage.say({"type": "ping", "seq": 13, "sent": 0})
    stage.hear(lambda frame: frame.get("type") == "pong")
    stage.end(1001)
    assert stage.wait_for_dial(2).endswith("?resume_from=13&epoch=f")


def test_a_hidden_page_says_so_once_it_has_settled(staged):
    stage = staged()
    stage.wait_for_dial(1)
    stage.hello(10)
    flap = """async () => {
      for (const state of ["hidden", "visible", "hidden"]) {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }
    }"""
    stage.heard.clear()
    stage.js(flap)
    stage.hear(lambda frame: frame.get("type") == "activity")
    assert [frame["active"] for frame in stage.heard if frame.get("type") == "activity"] == [False]


def test_a_token_is_shown_first_and_renewed_when_the_server_says_so(staged):
    stage = staged()
    stage.js(
        """async (user) => {
          const { connect } = await import("/martlet.js");
          globalThis.asked = [];
          const token = async ({ renew }) => { asked.push(renew); return `token ${asked.length}`; };
          globalThis.bearer = connect({ user, token });
        }""",
        stage.user,
    )
    stage.wait_for_dial(2)
    assert stage.hear(lambda frame: frame.get("type") == "open")["token"] == "token 1"
    stage.hello(10)
    stage.say({"type": "token_expiring", "in_ms": 1000})
    assert stage.hear(lambda frame: frame.get("method") == "auth.refresh")["params"] == {"token": "token 2"}
    stage.end(3102)
    stage.wait_for_dial(3)
    stage.hear(lambda frame: frame.get("token") == "token 3")
    assert stage.js("asked") == [False, True, True]


# -- The outbox


def test_a_call_is_sent_once_and_its_copy_is_replaced_once(profile, module_team):
    team = module_team
    client = profile.client(team.ann).until_live()
    reply = client.js(
        "async (channel_id) => { globalThis.entry = martlet.send('message.send', { channel_id, body: 'hi' }); return await entry.done; }",
        team.channel,
    )
    client.until("bodies().length === 1")
    frame = client.js("seen.frames.find((frame) => frame.type === 'message.created')")
    assert frame["cause"]["key"] == client.js("entry.key")
    assert frame["data"]["message"]["id"] == reply["id"]
    states = [change["state"] for change in client.js("seen.changes")]
    assert states[0] == "queued" and states.count("sent") == 1
    assert client.js("martlet.entries") == []
    assert stored(team) == ["hi"]


def test_what_was_queued_offline_is_sent_once_after_the_tab_was_closed(profile, new_module_hub, new_team):
    hub = new_module_hub()
    team = new_team(hub)
    context = profile(team.ann, hub=hub)
    client = Client(context, team.ann).until_live()
    hub.kill()
    client.send(team.channel, "one", "two", "three")
    client.until("martlet.state.name === 'offline' && martlet.state.queued === 3")
    client.close()
    hub.start()
    again = Client(context, team.ann)
    again.until_sent()
    assert stored(team) == ["one", "two", "three"]
    shown = again.js("seen.changes.filter((change) => change.state === 'queued').map((change) => [change.body, change.mine])")
    assert shown[:3] == [["one", False], ["two", False], ["three", False]]
    again.close()
    Client(context, team.ann).until_sent()
    assert stored(team) == ["one", "two", "three"]


def test_what_was_queued_in_the_moment_the_tab_was_closed_is_not_lost(profile, module_team):
    team = module_team
    context = profile(team.ann)
    # Before the module hears of the page's end, and after.
    context.add_init_script("addEventListener('pagehide', () => globalThis.early?.())")
    client = Client(context, team.ann).until_live()
    client.js(
        """(channel_id) => {
          const send = (body) => martlet.send("message.send", { channel_id, body });
          globalThis.early = () => send("last but one");
          addEventListener("pagehide", () => send("last"));
        }""",
        team.channel,
    )
    # A browser closes the tab at once, and lets it do this behind the scenes.
    client.close()
    Client(context, team.ann)
    wait_for(lambda: len(stored(team)) == 2, "what was queued")
    assert stored(team) == ["last but one", "last"]


def test_what_a_closing_tab_leaves_is_sent_by_the_one_that_sends(profile, module_team):
    team = module_team
    context = profile(team.ann)
    owner = Client(context, team.ann).until_live()
    other = Client(context, team.ann).until_live()
    other.js(
        "(channel_id) => addEventListener('pagehide', () => martlet.send('message.send', { channel_id, body: 'left' }))",
        team.channel,
    )
    other.close()
    owner.until("bodies().includes('left')")
    assert stored(team) == ["left"]


def test_a_call_whose_answer_was_lost_has_one_effect(profile, module_hub, module_team, relay):
    team, wire = module_team, relay(module_hub)
    client = profile.client(team.ann, hub=wire).until_live()
    wire.deafen()
    client.send(team.channel, "heard, and not answered")
    wait_for(lambda: stored(team), "the message")
    wire.mend()
    client.until_sent()
    client.until("bodies().length === 1")
    assert stored(team) == ["heard, and not answered"]
    states = [change["state"] for change in client.js("seen.changes")]
    assert states.count("sent") == 1


def test_calls_that_are_made_while_the_server_is_killed_arrive_once_and_in_order(profile, new_module_hub, new_team):
    hub = new_module_hub()
    team = new_team(hub)
    client = profile.client(team.ann, hub=hub).until_live()
    numbers = itertools.count()
    for _ in range(3):
        client.send(team.channel, *[f"killed {next(numbers)}" for _ in range(10)])
        hub.restart(kill=True)
        client.js("martlet.retry()")
    client.send(team.channel, f"killed {next(numbers)}")
    client.until_sent()
    client.until("bodies().length === 31")
    assert stored(team) == client.bodies == numbered("killed", 31)


def test_one_tab_sends_for_all_and_another_takes_over_when_it_dies(profile, new_module_hub, new_team):
    hub = new_module_hub()
    team = new_team(hub)
    context = profile(team.ann, hub=hub)
    first = Client(context, team.ann).until_live()
    second = Client(context, team.ann).until_live()
    locks = """async () => {
      const { held, pending } = await navigator.locks.query();
      const ours = (locks) => locks.filter((lock) => lock.name.startsWith("martlet outbox")).length;
      return [ours(held), ours(pending)];
    }"""
    assert second.js(locks) == [1, 1]
    second.send(team.channel, "by the first for the second")
    second.until_sent()
    assert first.js("seen.changes.some((change) => change.state === 'sent' && !change.mine)")
    hub.kill()
    second.send(team.channel, "left behind")
    first.until("martlet.state.queued === 1")
    first.close()
    hub.start()
    second.js("martlet.retry()")
    second.until_sent()
    assert second.js(locks) == [1, 0]
    assert stored(team) == ["by the first for the second", "left behind"]
    done = [change["state"] for change in second.js("seen.changes.filter((change) => change.body === 'left behind')")]
    assert done.count("sent") == 1


def test_what_the_server_refuses_is_a_dead_letter_that_somebody_can_retry_or_discard(profile, module_team):
    team = module_team
    closed = team.new_channel(kind="private")
    client = profile.client(team.ben).until_live()
    client.send(closed, "not yet")
    client.until("martlet.state.dead === 1 && martlet.state.queued === 0")
    [letter] = client.js("martlet.deadLetters.list()")
    assert (letter["reason"], letter["category"], letter["code"]) == ("refused", "not_found", -32004)
    assert letter["params"]["body"] == "not yet" and letter["mayRetry"]
    team.call(team.ann, "channel.add_member", channel_id=closed, user_id=team.ben)
    assert client.js("(id) => martlet.deadLetters.retry(id)", letter["id"])
    client.until("martlet.state.dead === 0 && martlet.state.queued === 0")
    assert stored(team, closed) == ["not yet"]
    client.js("martlet.send('message.send', { channel_id: 999999999, body: 'x' })")
    client.until("martlet.state.dead === 1")
    assert client.js("martlet.deadLetters.list().then(([{ id }]) => martlet.deadLetters.discard(id))")
    client.until("martlet.state.dead === 0")


def test_a_lane_that_fails_holds_up_no_other(profile, module_team):
    team = module_team
    client = profile.client(team.ann).until_live()
    client.send(999999999, "nowhere")
    client.send(team.channel, "somewhere")
    client.until_sent()
    assert stored(team) == ["somewhere"]


def test_what_is_too_large_is_refused_to_the_caller(profile, module_team):
    client = profile.client(module_team.ann).until_live()
    told = client.js(
        """async (channel_id) => {
          const kinds = [];
          const large = martlet.send("message.send", { channel_id, body: "x".repeat(1024 * 1024) });
          const named = martlet.send("message.send", { channel_id, body: "x" }, { key: "k".repeat(65) });
          for (const { done } of [large, named]) await done.catch(({ kind, message }) => kinds.push([kind, message]));
          return [kinds, martlet.entries.length];
        }""",
        module_team.channel,
    )
    assert told == [[["full", "one call has at most 1044480 bytes"], ["invalid", "a key has 1 to 64 bytes"]], 0]


def test_a_call_that_does_not_fit_into_a_frame_goes_over_http(profile, module_team):
    team = module_team
    client = profile.client(team.ann).until_live()
    client.js(
        "async (channel_id) => { await martlet.send('canvas.create', { channel_id, title: 'long', body: 'é'.repeat(50000) }).done; }",
        team.channel,
    )
    [canvas] = team.call(team.ann, "canvas.list", channel_id=team.channel)["canvases"]
    assert canvas["title"] == "long"


# -- People


def test_sign_out_ends_all_tabs_and_keeps_what_is_queued_for_the_same_person(profile, module_hub, module_team, relay):
    team, wire = module_team, relay(module_hub)
    context = profile(team.ann, hub=wire)
    client = Client(context, team.ann).until_live()
    other = Client(context, team.ann).until_live()
    client.js("martlet.signOut()")
    for tab in (client, other):
        tab.until("martlet.state.name === 'signed-out'")
    client.send(team.channel, "after the sign-out")
    client.close()
    other.close()
    sign_in(context, str(team.ben))
    ben = Client(context, team.ben).until_live()
    assert ben.js("martlet.entries") == []
    ben.send(team.channel, "from ben")
    ben.until_sent()
    assert stored(team) == ["from ben"]
    ben.close()
    sign_in(context, str(team.ann))
    Client(context, team.ann).until_sent()
    wait_for(lambda: len(stored(team)) == 2, "what was queued to arrive")
    messages = team.call(team.ann, "message.list", channel_id=team.channel)["messages"]
    assert [(message["user_id"], message["body"]) for message in messages] == [
        (team.ben, "from ben"),
        (team.ann, "after the sign-out"),
    ]


def test_presence_follows_who_comes_and_goes(profile, module_team):
    team = module_team
    client = profile.client(team.ann).until_live()
    of_ben = f"martlet.presence.of({team.ben})"
    assert client.js(of_ben)["status"] == "offline"
    team.call(team.ben, "presence.set_status_text", status_text="away soon")
    with team.socket(team.ben):
        client.until(f"{of_ben}.status === 'online' && {of_ben}.status_text === 'away soon'")
        assert client.js(f"martlet.presence.in({team.workspace}).has({team.ben})")
    client.until(f"{of_ben}.status === 'offline'")


def test_typing_is_relayed_sparingly_and_forgotten_by_itself(profile, module_team):
    team = module_team
    ann = profile.client(team.ann).until_live()
    ben = team.socket(team.ben)
    ann.js("(channel) => { for (let key = 0; key < 20; key += 1) martlet.typing.start(channel); }", team.channel)
    ben.event("typing", channel_id=team.channel, user_id=team.ann, state="start")
    ann.js("(channel) => martlet.typing.stop(channel)", team.channel)
    ben.event("typing", channel_id=team.channel, user_id=team.ann, state="stop")
    assert len(ben.seen("typing")) == 2
    ben.call("typing.relay", channel_id=team.channel, state="start")
    ann.until(f"martlet.typing.in({team.channel}).length === 1")
    # Nobody says that he stopped.
    ann.until(f"martlet.typing.in({team.channel}).length === 0")
    assert ann.js("seen.typists") == [
        {"channel_id": team.channel, "users": [team.ben]},
        {"channel_id": team.channel, "users": []},
    ]


# -- Work sessions

WORK = {"repo_owner": "martlet", "repo_name": "hub", "pr_number": 7}


def sessions(team: Team) -> list[dict]:
    return team.call(team.ben, "session.list", workspace_id=team.workspace)["sessions"]


def test_a_session_begins_ends_and_counts_no_pauses(profile, module_team):
    team = module_team
    client = profile.client(team.ann).until_live()
    client.js("(work) => { globalThis.session = martlet.workSessions.start(work); }", WORK)
    client.js("session.activity('comment')")
    client.until("session.seconds >= 1")
    client.js("session.pause()")
    assert client.js("[session.state, martlet.workSessions.all.length]") == ["paused", 1]
    seconds = client.js("session.seconds")
    client.js("session.end()")
    client.until("martlet.entries.every((entry) => entry.method === 'activity.record')")
    [session] = sessions(team)
    assert session["status"] == "ended" and session["ended_reason"] == "ended"
    assert session["duration_seconds"] == seconds
    assert session["ended_at"] - session["started_at"] >= 1000


@pytest.mark.parametrize("leaves", ["closes the tab", "goes elsewhere"])
def test_a_session_ends_with_its_page_within_two_seconds(profile, module_team, leaves):
    team = module_team
    client = profile.client(team.ann).until_live()
    watcher = team.socket(team.ben)
    client.js("async (work) => { martlet.workSessions.start(work); await martlet.entries[0].done; }", WORK)
    watcher.event("work_session.started")
    begun = time.monotonic()
    if leaves == "closes the tab":
        client.close()
    else:
        client.page.goto("/blank.html")
    ended = watcher.event("work_session.ended")["data"]["session"]
    assert time.monotonic() - begun < 2
    assert ended["ended_reason"] == "closed" and ended["user_id"] == team.ann


@pytest.mark.parametrize("leaves", ["closes the tab", "goes elsewhere"])
def test_a_session_that_was_begun_and_left_offline_is_there_once_and_over(profile, new_module_hub, new_team, leaves):
    hub = new_module_hub()
    team = new_team(hub)
    context = profile(team.ann, hub=hub)
    client = Client(context, team.ann).until_live()
    hub.kill()
    client.js("(work) => { globalThis.session = martlet.workSessions.start(work); }", WORK)
    client.until("session.seconds >= 1 && martlet.state.queued === 1")
    if leaves == "goes elsewhere":
        client.page.goto("about:blank")
    client.close()
    hub.start()
    Client(context, team.ann).until_sent()
    [session] = sessions(team)
    assert (session["status"], session["ended_reason"]) == ("ended", "closed")
    assert 1 <= session["duration_seconds"] <= 5


# -- What both clients decide alike

VECTORS = {
    "backoff": """async (cases) => {
      const { delayAfter, raised, ...schedules } = await import("/martlet/backoff.js");
      return cases.filter(({ schedule, retries, chance, hint_ms, delay_ms }) => {
        const rules = schedules[`${schedule}Schedule`];
        return raised(rules, delayAfter(rules, retries, chance), hint_ms) !== delay_ms;
      });
    }""",
    "close-codes": """async (cases) => {
      const { reactionTo } = await import("/martlet/close-codes.js");
      return cases.filter(({ code, reaction }) => reactionTo(code) !== reaction);
    }""",
    "retry-hints": """async (cases) => {
      const { hintInHeader, hintInReason } = await import("/martlet/retry-hint.js");
      return cases.filter(({ header, now_ms, reason, delay_ms }) =>
        (header === undefined ? hintInReason(reason) : hintInHeader(header, now_ms)) !== delay_ms);
    }""",
    "answers": """async (cases) => {
      const { countsAgainst, isOutage, outcomeOf } = await import("/martlet/answers.js");
      return cases.filter(({ answer, role, outcome, category, counts, outage, retry_after_ms }) => {
        const { retry_after_ms: retryAfter, ...rest } = answer;
        const { kind, fault } = outcomeOf({ ...rest, retryAfter }, role);
        const told = [kind, fault?.category ?? null, fault ? countsAgainst(fault) : false, fault ? isOutage(fault) : false, fault?.retryAfter ?? 0];
        return JSON.stringify(told) !== JSON.stringify([outcome, category, counts, outage, retry_after_ms]);
      });
    }""",
    "experiments": """async (cases) => {
      const { select } = await import("/martlet/experiment.js");
      return cases.filter(({ key, experiment, subject, variant, bucket, reason }) => {
        const selection = select(key, experiment, subject);
        return JSON.stringify([selection.variant, selection.bucket, selection.reason]) !== JSON.stringify([variant, bucket, reason]);
      });
    }""",
    "credential-phases": """async (cases) => {
      const { phasesFor } = await import("/martlet/credential-settings.js");
      return cases.filter(({ configuration, subject, ...expected }) => {
        const experiment = configuration.experiments?.sessionSyncStrategy ?? null;
        const phases = phasesFor(configuration.sessionSync ?? {}, experiment, subject);
        return Object.entries(expected).some(([name, value]) => phases[name] !== value);
      });
    }""",
    "reception": """async (stories) => {
      const { Reception } = await import("/martlet/reception.js");
      const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
      const takes = (reception, { hello, asked, means, reason, event, isNew, ping, agrees, epoch, resume }) => {
        const results = [];
        if (hello) {
          const opening = reception.opened(hello, asked);
          results.push(opening.kind === means && same(opening.reason, reason));
        }
        if (event !== undefined) results.push(reception.took(event) === isNew);
        if (ping) results.push(reception.pinged(ping) === agrees);
        if (epoch) reception.epochChanged(epoch);
        if (resume) results.push(same(reception.resumePoint, resume));
        return results.every((result) => result);
      };
      return stories.filter(({ start, steps }) => {
        const reception = new Reception(start);
        return !steps.every((step) => takes(reception, step));
      });
    }""",
}


@pytest.mark.parametrize("name", sorted(VECTORS))
def test_it_decides_as_the_shared_vectors_say(profile, name):
    cases = json.loads((ROOT / f"Tests/Vectors/{name}.json").read_text())
    page = profile().new_page()
    page.goto("/blank.html")
    assert page.evaluate(VECTORS[name], cases) == []


def test_every_shared_vector_is_read():
    assert sorted(VECTORS) == sorted(path.stem for path in (ROOT / "Tests/Vectors").glob("*.json"))
