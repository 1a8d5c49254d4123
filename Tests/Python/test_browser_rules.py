# SPDX-License-Identifier: Apache-2.0
"""What martlet.js decides: values that are told what happened and when, in a real browser's JavaScript."""

import pytest


@pytest.fixture(scope="module")
def page(browser, module_hub):
    """A page of nobody, in which modules can be loaded."""
    context = browser.new_context(base_url=module_hub.url)
    page = context.new_page()
    page.goto("/blank.html")
    yield page
    context.close()


@pytest.fixture
def told(page):
    """Lets a function of a module's exports run, and returns what it returns."""

    def run(module: str, story: str):
        return page.evaluate(f"async () => ({story})(await import('/martlet/{module}.js'))")

    return run


# -- Silence


def test_a_server_that_says_nothing_for_35_s_is_gone_r3_16(told):
    assert told("silence", """({ SilenceWatch }) => {
      const watch = new SilenceWatch(0);
      watch.heard(10000);
      return [watch.timerFired(35000).kind, watch.timerFired(35000).until, watch.timerFired(45000).kind];
    }""") == ["wait", 45_000, "dead"]


def test_a_wake_up_asks_and_waits_three_seconds(told):
    assert told("silence", """({ SilenceWatch }) => {
      const watch = new SilenceWatch(0);
      const first = watch.circumstancesChanged(1000);
      const second = watch.circumstancesChanged(2000);
      const dead = watch.timerFired(4000);
      return [first, second, dead.kind];
    }""") == [{"kind": "probe", "until": 4000}, {"kind": "wait", "until": 4000}, "dead"]


def test_an_answer_to_a_probe_is_life(told):
    assert told("silence", """({ SilenceWatch }) => {
      const watch = new SilenceWatch(0);
      watch.circumstancesChanged(1000);
      watch.heard(2000);
      return watch.timerFired(4000);
    }""") == {"kind": "wait", "until": 37_000}


def test_a_timer_that_fires_late_was_asleep_and_asks_first(told):
    assert told("silence", """({ SilenceWatch }) => {
      const watch = new SilenceWatch(0);
      return [watch.timerFired(600000), watch.timerFired(603000).kind];
    }""") == [{"kind": "probe", "until": 603_000}, "dead"]


def test_a_server_that_pings_seldom_may_be_silent_for_longer(told):
    assert told("silence", """({ SilenceWatch }) => {
      const watch = new SilenceWatch(0);
      watch.expect(60000);
      watch.heard(0);
      return watch.timerFired(36000);
    }""") == {"kind": "wait", "until": 70_000}


# -- Coming back


def test_delays_double_to_30_s_and_start_over_only_after_60_s_of_health_r3_12(told):
    assert told("reconnection", """({ Reconnection }) => {
      const rule = new Reconnection(() => 0);
      const lost = { kind: "closed", code: 1006, hint: 0 };
      const delays = [];
      let now = 0;
      for (let time = 0; time < 7; time += 1) {
        rule.opened(now);
        delays.push(rule.ended(lost, (now += 59000)).after);
      }
      rule.opened(now);
      delays.push(rule.ended(lost, (now += 60000)).after);
      return delays;
    }""") == [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 500]


def test_whoever_waited_for_a_dead_connection_dials_at_once(told):
    assert told("reconnection", """({ Reconnection }) => {
      const rule = new Reconnection(() => 0);
      rule.opened(0);
      const first = rule.ended({ kind: "silent" }, 35000).after;
      const unopened = rule.ended({ kind: "silent" }, 70000).after;
      rule.opened(71000);
      rule.draining(9000);
      return [first, unopened, rule.ended({ kind: "silent" }, 106000).after];
    }""") == [0, 1000, 9000]


def test_a_request_for_rest_may_raise_a_delay_and_never_lower_it(told):
    assert told("reconnection", """({ Reconnection }) => {
      const rule = new Reconnection(() => 0);
      const closed = (code, hint) => rule.ended({ kind: "closed", code, hint }, 0).after;
      rule.draining(100);
      return [closed(1012, 0), closed(1013, 7000), closed(1013, 10)];
    }""") == [500, 7000, 2000]


# -- Signals


def test_a_value_that_flaps_is_acted_on_when_it_has_settled_and_after_five_windows_at_the_latest(told):
    assert told("debounce", """({ Debouncer }) => {
      const debouncer = new Debouncer("a", 0);
      const first = debouncer.timerFired(0);
      debouncer.changed("b", 100);
      const early = debouncer.timerFired(1000);
      debouncer.changed("a", 1050);
      const back = debouncer.timerFired(2050);
      const wakes = [];
      for (let now = 10000; now <= 14500; now += 500) {
        debouncer.changed(String(now), now);
        wakes.push(debouncer.wakeAt);
      }
      return [first, early, back, wakes.at(0), wakes.at(-1), debouncer.timerFired(15000)];
    }""") == [{"value": "a"}, None, None, 11_000, 15_000, {"value": "14500"}]


def test_many_signs_of_life_are_one_and_a_connection_that_is_well_is_left_alone_r0_22(told):
    assert told("recovery", """({ Recovery }) => {
      const recovery = new Recovery(0);
      return [
        recovery.noticed(true, 0), recovery.noticed(false, 1), recovery.noticed(false, 15000), recovery.noticed(false, 15001),
        recovery.touched(false, 20000), recovery.touched(false, 620000), recovery.touched(false, 700000),
      ];
    }""") == [False, True, False, True, False, True, False]


# -- The outbox

ITEM = """const item = (more = {}) => ({ id: 1, key: "k", account: "a", method: "m", params: {}, lane: "main", role: "standalone",
  batched: false, queuedAt: 0, bytes: 2, attempts: 0, strikes: 0, notBefore: 0, triedAt: null, fault: null, ...more });"""
FAULTS = """const fault = (kind, category, retryAfter = 0) => ({ kind, fault: { category, code: null, retryAfter } });"""


def test_a_lane_is_in_order_and_waits_for_no_other_d28(told):
    assert told("outbox-rules", f"""({{ nextItems }}) => {{ {ITEM}
      const items = [item({{ id: 1, lane: "a", notBefore: 5000 }}), item({{ id: 2, lane: "a" }}), item({{ id: 3, lane: "b" }}),
        item({{ id: 4, lane: "b" }}), item({{ id: 5, lane: "c" }})];
      const {{ ready, wakeAt }} = nextItems(items, new Set(["c"]), 1000, 0);
      return [ready.map(({{ id }}) => id), wakeAt];
    }}""") == [[3], 5000]


def test_what_is_batched_goes_after_30_s_or_in_twenties_or_when_nobody_looks_r1_4(told):
    assert told("outbox-rules", f"""({{ mayJoin, nextItems }}) => {{ {ITEM}
      const batch = (count) => item({{ batched: true, queuedAt: 1000, params: {{ activities: Array(count).fill(0) }} }});
      const due = (count, now, flushedAt = 0) => nextItems([batch(count)], new Set(), now, flushedAt);
      return [due(1, 1000).wakeAt, due(1, 31000).ready.length, due(20, 1000).ready.length, due(1, 1001, 1000).ready.length,
        mayJoin(batch(19), batch(1)), mayJoin(batch(20), batch(1)), mayJoin({{ ...batch(1), triedAt: 1 }}, batch(1))];
    }}""") == [31_000, 1, 1, 1, True, False, False]


def test_a_day_of_outage_ends_no_call_d13_d14_d16(told):
    assert told("outbox-rules", f"""({{ settle }}) => {{ {ITEM} {FAULTS}
      let now = 0;
      let waiting = item();
      for (const category of ["connection_lost", "timeout", "unavailable", "foreign_answer"]) {{
        for (let time = 0; time < 1000; time += 1) {{
          const fate = settle(waiting, fault("unknown", category), now, 0.5);
          waiting = {{ ...waiting, ...fate.change }};
          now = waiting.notBefore;
        }}
      }}
      return [waiting.attempts, waiting.strikes, settle(waiting, {{ kind: "success", result: 1 }}, now, 0).kind];
    }}""") == [4000, 0, "sent"]


def test_the_fifth_answered_server_error_is_the_end_r1_6_r1_8(told):
    assert told("outbox-rules", f"""({{ settle }}) => {{ {ITEM} {FAULTS}
      let waiting = item();
      const fates = [];
      for (let time = 0; time < 5; time += 1) {{
        const fate = settle(waiting, fault("unknown", "server_error"), 0, 0.5);
        fates.push(fate.kind === "dead" ? fate.reason : fate.change.notBefore);
        waiting = {{ ...waiting, ...fate.change }};
      }}
      return fates;
    }}""") == [1000, 2000, 4000, 8000, "exhausted"]


def test_a_refusal_is_the_end_at_once_and_missing_credentials_are_not_d6_d15(told):
    assert told("outbox-rules", f"""({{ settle }}) => {{ {ITEM} {FAULTS}
      const refused = settle(item(), fault("permanent", "invalid"), 0, 0.5);
      const signedOut = settle(item({{ triedAt: null, attempts: 3 }}), {{ kind: "auth" }}, 9, 0.5);
      return [refused.kind, refused.reason, signedOut.kind, signedOut.change];
    }}""") == ["dead", "refused", "again", {"triedAt": None}]


def test_a_retry_after_is_obeyed_up_to_five_minutes_d17(told):
    assert told("outbox-rules", f"""({{ settle }}) => {{ {ITEM} {FAULTS}
      return [7000, 31536000000].map((hint) => settle(item(), fault("transient", "throttled", hint), 0, 0.5).change.notBefore);
    }}""") == [7000, 300_000]


def test_what_may_have_arrived_and_is_older_than_its_key_is_never_sent_again_q1(told):
    assert told("outbox-rules", f"""({{ mayRetry, mortality }}) => {{ {ITEM}
      const month = 30 * 86400000;
      return [mortality(item(), month - 1), mortality(item(), month), mortality(item({{ triedAt: 1000 }}), month + 999),
        mortality(item({{ triedAt: 1000 }}), month + 1000), mayRetry("unknown_outcome"), mayRetry("expired")];
    }}""") == [None, "expired", None, "unknown_outcome", False, True]


def test_the_room_is_bounded_and_a_tenth_is_kept_for_what_is_not_batched_d27(told):
    assert told("outbox-rules", """({ fullness }) => {
      const full = (items, bytes, batched) => fullness({ items, bytes }, { bytes: 1, batched }) !== null;
      const most = 64 * 1024 * 1024;
      return [full(9999, 0, false), full(10000, 0, false), full(8999, 0, true), full(9000, 0, true), full(0, most - 1, false), full(0, most, false)];
    }""") == [False, True, False, True, False, True]


GATE = """const lost = { kind: "unknown", fault: { category: "connection_lost", code: null, retryAfter: 0 } };
  const fresh = { attempts: 0 };
  const again = { attempts: 1 };"""


def test_five_failures_in_a_row_open_the_breaker_and_the_networks_return_has_it_probe(told):
    assert told("send-gate", f"""({{ SendGate }}) => {{ {GATE}
      const gate = new SendGate(0);
      for (let time = 0; time < 5; time += 1) {{ gate.permission(fresh, 0); gate.answered(lost, 0); }}
      const open = gate.permission(fresh, 1);
      gate.connected(2);
      const probe = gate.permission(fresh, 2).kind;
      const second = gate.permission(fresh, 2);
      gate.answered({{ kind: "success", result: null }}, 3);
      return [open, probe, second, gate.permission(fresh, 4).kind];
    }}""") == [{"kind": "wait", "until": 30_000}, "granted", {"kind": "wait", "until": None}, "granted"]


def test_no_hour_sees_more_than_sixty_attempts_that_nobody_caused(told):
    assert told("send-gate", f"""({{ SendGate }}) => {{ {GATE}
      const gate = new SendGate(0);
      const at = [];
      for (let now = 0; now < 4 * 3600000; now += 1000) if (gate.permission(again, now).kind === "granted") at.push(now);
      return Math.max(...at.map((start) => at.filter((now) => now >= start && now < start + 3600000).length));
    }}""") <= 60


def test_refused_credentials_hold_everything_until_there_are_others_and_are_renewed_once_d15(told):
    assert told("send-gate", f"""({{ SendGate }}) => {{ {GATE}
      const gate = new SendGate(0);
      const steps = [gate.mayRenew];
      gate.answered({{ kind: "auth" }}, 0);
      steps.push(gate.permission(fresh, 1e9).kind);
      gate.connected(1);
      steps.push(gate.permission(fresh, 1).kind, gate.mayRenew);
      gate.answered({{ kind: "auth" }}, 1);
      steps.push(gate.awaitsCredentials);
      gate.connected(2);
      gate.answered({{ kind: "success", result: null }}, 2);
      return [...steps, gate.mayRenew];
    }}""") == [True, "wait", "granted", False, True, True]


def test_a_server_that_asks_for_rest_is_left_alone_by_all_lanes_d17(told):
    assert told("send-gate", f"""({{ SendGate }}) => {{ {GATE}
      const gate = new SendGate(0);
      gate.answered({{ kind: "transient", fault: {{ category: "throttled", code: 429, retryAfter: 5000 }} }}, 0);
      return [gate.permission(fresh, 4999), gate.permission(fresh, 5000).kind];
    }}""") == [{"kind": "wait", "until": 5000}, "granted"]


# -- Work


def test_work_counts_no_pauses_and_no_clock_that_somebody_sets_d24(told):
    assert told("work-clock", """({ WorkClock }) => {
      const clock = new WorkClock(1000);
      clock.pause(61000);
      const paused = clock.seconds(500000);
      clock.resume(500000);
      clock.resume(510000);
      return [paused, clock.seconds(530500), clock.seconds(0)];
    }""") == [60, 90, 60]


def test_work_is_idle_five_minutes_after_the_last_touch_and_never_while_it_is_paused(told):
    assert told("work-clock", """({ WorkClock }) => {
      const clock = new WorkClock(0);
      clock.touched(1000);
      const idle = clock.idleAt;
      clock.pause(2000);
      const paused = clock.idleAt;
      clock.resume(9000);
      return [idle, paused, clock.idleAt, new WorkClock(0, null).idleAt];
    }""") == [301_000, None, 309_000, None]


# -- What is shown


def test_a_snapshot_of_presence_says_who_is_gone_and_a_change_says_only_itself(told):
    assert told("presence", """({ Presence }) => {
      const presence = new Presence();
      const entry = (user_id, status) => ({ user_id, status, status_text: "", last_seen: null });
      presence.updated({ workspace_id: 1, full: true, users: [entry(1, "online"), entry(2, "online")] });
      const same = presence.updated({ workspace_id: 1, full: false, users: [entry(1, "online")] });
      const gone = presence.updated({ workspace_id: 1, full: true, users: [entry(1, "online")] });
      return [same, gone, presence.of(2).status, presence.of(3).status, presence.in(1).size];
    }""") == [[], [2], "offline", "offline", 2]


def test_of_what_arrives_while_pages_are_fetched_each_page_hides_its_own_past(told):
    assert told("catch-up", """({ gather }) => {
      const page = (seq, id, more) => ({ epoch: "e", seq, user: {}, workspaces: [], channels: [{ channel: { id } }], presence: [],
        huddles: [], mentions: [], notifications: [], more });
      const { all, isPast } = gather([page(10, 1, true), page(20, 2, false)]);
      const event = (seq, channel_id) => isPast({ seq, data: { channel_id } });
      return [all.seq, all.channels.length, event(10, 3), event(11, 1), event(20, 2), event(21, 2), isPast({ data: {} })];
    }""") == [10, 2, True, False, True, False, False]


def test_a_token_is_its_own_pages_and_its_accounts_until_the_sign_out_r0_15_r0_16(told):
    assert told("credential-vault", """({ CredentialVault }) => {
      const vault = new CredentialVault();
      const push = (account, client, generation, token) => vault.receive({ account, client, generation, token });
      const steps = [push("ann", "1", 5, "a"), push("ben", "2", 6, "b"), vault.tokenOf("1"), vault.tokenOf("2"), vault.tokenOf("3")];
      vault.forget("ann", 8);
      steps.push(vault.tokenOf("1"), vault.tokenOf("2"), push("ann", "1", 8, "late"), push("ann", "4", 7, "late"), push("ann", "5", 9, "new"));
      vault.forget("ann", 3);
      steps.push(vault.tokenOf("5"), push("ann", "6", 8, "late"));
      const restored = new CredentialVault(vault.entries);
      return [...steps, restored.receive({ account: "ann", client: "7", generation: 8, token: "late" })];
    }""") == [True, True, "a", "b", None, None, "b", False, False, True, "new", False, False]


def test_a_vault_is_bounded_and_forgets_pages_that_are_gone(told):
    assert told("credential-vault", """({ CredentialVault }) => {
      const vault = new CredentialVault();
      for (let page = 0; page < 100; page += 1) vault.receive({ account: "a", client: String(page), generation: page, token: "t" });
      const bounded = vault.entries.length;
      vault.keepOnly(new Set(["99"]));
      return [bounded, vault.entries.length, vault.tokenOf("99")];
    }""") == [64, 1, "t"]
