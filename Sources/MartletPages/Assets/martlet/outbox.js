// SPDX-License-Identifier: Apache-2.0

import { outcomeOf } from "./answers.js";
import { Entry } from "./entry.js";
import { MartletError } from "./errors.js";
import { LastWords } from "./last-words.js";
import { laneOf, mayRetry, mortality, nextItems, outboxLimits, settle } from "./outbox-rules.js";
import { OutboxStore } from "./outbox-store.js";
import { SendGate } from "./send-gate.js";
import { byteCount, newKey } from "./text.js";

/** @import { Answer, Fault, Role } from "./answers.js" */
/** @import { DeadReason, Item } from "./outbox-rules.js" */

/**
 * Who carries an outbox's calls and hears of them.
 * @typedef {object} OutboxOwner
 * @property {string} account Whose outbox it is.
 * @property {() => boolean} isUp Whether there is a way to the server.
 * @property {(item: Item) => Promise<Answer | null>} carry Sends one call; null if it was not sent.
 * @property {() => void} renew Asks for newer credentials; `connected` says that they are there.
 * @property {(entry: Entry) => void} changed
 * @property {() => void} counted The number of dead letters changed.
 * @property {(error: unknown) => void} failed Storage did not do what it should.
 */

/**
 * How a durable call is queued. `isLast`: the page is being left, and waits for nothing.
 * @typedef {{ lane?: string, key?: string, role?: Role, batched?: boolean, isLast?: boolean }} SendOptions
 */

/**
 * What tabs and the worker tell each other.
 * @typedef {{ type: "added", item: Item } | { type: "sending", key: string } | { type: "again", key: string, attempts: number, fault: Fault | null }
 *   | { type: "sent", key: string, result: unknown } | { type: "dead", key: string, reason: DeadReason, fault: Fault | null }
 *   | { type: "letters" } | { type: "flush", at: number }} Word
 */

/** How often storage is looked at without a reason, and how long it is left alone after it failed; milliseconds. */
const timing = Object.freeze({ sweep: 60_000, recovery: 5_000 });

/**
 * Sends one account's durable calls, each until its fate is known.
 *
 * All tabs and the worker share one store; whoever holds the lock sends, and tells the others. When it goes, with or
 * without a word, the next one reads everything from the store and goes on.
 */
export class Outbox {
  #owner;
  #store;
  #gate = new SendGate(Date.now());
  #channel;
  #closing = new AbortController();
  #isOwner = false;
  #isFrozen = false;
  /** Whether the page is being left: it waits for nothing any more. */
  #isLeaving = false;
  #words;
  /** Tells apart what was queued in one instant. */
  #order = 0;
  /** Whether something could not be sent since there last was a way to the server. */
  #isDown = false;
  /** @type {Map<number, Item>} What waits, while this is the owner; in the order of ids. */
  #items = new Map();
  #newest = 0;
  #flushedAt = 0;
  /** @type {Map<string, Promise<void>>} What is under way, by lane. */
  #flights = new Map();
  /** @type {Map<string, Entry>} What is shown as pending, by key. */
  #entries = new Map();
  /** @type {Map<string, import("./outbox-store.js").Draft>} What is not durable yet, by key. */
  #drafts = new Map();
  /** @type {Map<string, Entry>} What the log has confirmed before its answer came, by key. */
  #confirmed = new Map();
  #dead = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {OutboxOwner} owner */
  constructor(owner) {
    this.#owner = owner;
    this.#store = new OutboxStore(owner.account);
    this.#words = new LastWords(owner.account);
    this.#words.listen(() => this.#isOwner && void this.#sweep(), this.#closing.signal);
    this.#channel = new BroadcastChannel(`martlet outbox ${owner.account}`);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** What has yet to be sent, of all tabs, the oldest first. */
  get entries() {
    return [...this.#entries.values()];
  }

  /** How many calls wait, and how many were given up. */
  get counts() {
    return { queued: this.#entries.size, dead: this.#dead };
  }

  /** Whether this tab is the one that sends. */
  get isOwner() {
    return this.#isOwner;
  }

  /** Shows what there is, and sends it as soon as no other tab does. */
  async start() {
    void this.#own({ signal: this.#closing.signal }, () => this.#serve()).catch(() => {});
    try {
      this.#show(await this.#store.items());
      await this.#countDead();
    } catch (error) {
      this.#owner.failed(error);
    }
  }

  /**
   * Sends what there is, once, unless a tab does: for a worker that the browser woke.
   * @returns {Promise<boolean>} Whether nothing is left to do here.
   */
  async drain() {
    const isEmpty = await this.#own({ ifAvailable: true }, async () => {
      await this.#reload();
      this.#pump();
      while (this.#flights.size > 0) await Promise.race(this.#flights.values());
      return this.#items.size === 0;
    });
    return isEmpty ?? true;
  }

  /**
   * Queues a call.
   * @param {string} method
   * @param {Record<string, unknown>} params
   * @param {SendOptions} [options]
   * @returns {Entry}
   */
  send(method, params, options = {}) {
    const { lane = laneOf(params), key = newKey(), role = "standalone", batched = false, isLast = this.#isLeaving } = options;
    const text = JSON.stringify(params);
    const bytes = byteCount(text);
    const draft = { key, method, params: JSON.parse(text), lane, role, batched, queuedAt: Date.now(), bytes };
    const entry = new Entry(draft, true);
    const keyBytes = byteCount(key);
    if (keyBytes < 1 || keyBytes > outboxLimits.keyBytes) {
      entry.failed(new MartletError("invalid", `a key has 1 to ${outboxLimits.keyBytes} bytes`));
    } else if (bytes > outboxLimits.itemBytes) {
      entry.failed(new MartletError("full", `one call has at most ${outboxLimits.itemBytes} bytes`));
    } else {
      const known = this.#entries.get(key);
      if (known) return known;
      this.#entries.set(key, entry);
      if (isLast) this.#words.leave({ ...draft, order: this.#order++ });
      else void this.#admit(entry, draft);
    }
    this.#owner.changed(entry);
    return entry;
  }

  /** Notes that there is a way to the server, with whatever credentials. */
  connected() {
    this.#isFrozen = this.#closing.signal.aborted;
    this.#gate.connected(Date.now());
    this.#isDown = false;
    // What was cut off need not rest any longer: that was the network's fault, and it is back.
    for (const item of this.#items.values()) {
      if (item.fault?.category === "connection_lost") item.notBefore = 0;
    }
    this.#pump();
  }

  /**
   * Notes that a logged event was caused by a call: the server has it, even if its answer is not here yet.
   * @param {string} key
   */
  confirmed(key) {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#confirmed.set(key, entry);
    entry.confirmed();
    this.#owner.changed(entry);
  }

  /** Keeps what is not durable yet, since the page is being left and hears of no answer any more. */
  left() {
    this.#isLeaving = true;
    for (const draft of this.#drafts.values()) this.#words.leave({ ...draft, order: this.#order++ });
  }

  /** Notes that the page is there after all, and looks for what it added as it left. */
  async stayed() {
    if (!this.#isLeaving) return;
    this.#isLeaving = false;
    if (this.#isOwner) await this.#sweep();
  }

  /** Has what waits for more of its kind wait no longer: nobody looks any more. */
  flush() {
    this.#say({ type: "flush", at: Date.now() });
  }

  /** Sends nothing any more; what is under way is still settled. */
  freeze() {
    this.#isFrozen = true;
  }

  /** Leaves it to the other tabs. */
  async close() {
    this.#isFrozen = true;
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#flights.values());
    this.#closing.abort();
    this.#channel.close();
  }

  /** What was given up, the newest first. */
  async deadLetters() {
    const letters = await this.#store.deadLetters();
    return letters.map(({ id, key, method, params, reason, fault, queuedAt, diedAt }) => {
      const { category = null, code = null } = fault ?? {};
      return { id, key, method, params, reason, category, code, queuedAt, diedAt, mayRetry: mayRetry(reason) };
    });
  }

  /**
   * Has a dead letter sent again.
   * @param {number} id
   * @returns {Promise<boolean>} Whether there was one that may be.
   */
  async revive(id) {
    const item = await this.#store.revive(id, Date.now());
    if (!item) return false;
    this.#say({ type: "added", item });
    this.#say({ type: "letters" });
    return true;
  }

  /**
   * Discards a dead letter for good.
   * @param {number} id
   */
  async discard(id) {
    const letter = await this.#store.discard(id);
    if (letter) this.#say({ type: "letters" });
    return letter !== null;
  }

  /**
   * @param {Entry} entry
   * @param {import("./outbox-store.js").Draft} draft
   */
  async #admit(entry, draft) {
    this.#drafts.set(draft.key, draft);
    try {
      const admission = await this.#store.add(draft);
      if (admission.kind === "queued") {
        // One that joined another travels with that one, and is not waited for on its own.
        if (admission.joined) this.#leave(entry.key, (joined) => joined.answered(null));
        this.#say({ type: "added", item: admission.item });
      } else if (admission.kind === "sent") {
        this.#leave(entry.key, (known) => known.answered(admission.result));
      } else {
        this.#leave(entry.key, (refused) => refused.failed(new MartletError("full", admission.message)));
      }
    } catch (error) {
      this.#owner.failed(error);
      this.#leave(entry.key, (lost) => lost.failed(new MartletError("full", "the browser stores nothing here")));
    } finally {
      this.#drafts.delete(draft.key);
    }
  }

  /**
   * Does something as the only one of this account in this browser.
   * @template Result
   * @param {LockOptions} options
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result | undefined>} Undefined if somebody else is.
   */
  #own(options, work) {
    const owned = async () => {
      this.#isOwner = true;
      try {
        return await work();
      } finally {
        this.#isOwner = false;
      }
    };
    // Without locks each tab sends what it has: the keys see to it that nothing has two effects.
    if (!navigator.locks) return owned();
    const name = `martlet outbox ${this.#owner.account}`;
    return navigator.locks.request(name, options, (lock) => (lock ? owned() : undefined));
  }

  /** Sends until this is closed. */
  async #serve() {
    await this.#sweep();
    const sweeper = setInterval(() => this.#sweep(), timing.sweep);
    await new Promise((resolve) => this.#closing.signal.addEventListener("abort", resolve, { once: true }));
    clearInterval(sweeper);
  }

  async #sweep() {
    try {
      await this.#reload();
      this.#pump();
    } catch (error) {
      this.#owner.failed(error);
    }
  }

  /** Takes storage's word for what waits, and asks it what became of the rest. */
  async #reload() {
    for (const draft of this.#words.read()) {
      const admission = await this.#store.add(draft);
      if (admission.kind !== "full") this.#words.remove(draft);
    }
    const shown = [...this.#entries.keys()];
    const known = new Map(this.#items);
    const items = await this.#store.items();
    const arrivals = [...this.#items.values()].filter((item) => !known.has(item.id));
    const flying = [...this.#items.values()].filter((item) => this.#flights.has(item.lane));
    this.#items = new Map();
    for (const item of [...items, ...flying, ...arrivals]) this.#insert(item);
    this.#show(items);
    const waiting = new Set(items.map((item) => item.key));
    for (const key of shown) {
      if (waiting.has(key)) continue;
      const fate = await this.#store.fate(key);
      if (fate && "dead" in fate) this.#hear({ type: "dead", key, reason: fate.dead.reason, fault: fate.dead.fault });
      else if (fate) this.#hear({ type: "sent", key, result: fate.result });
    }
  }

  /** @param {Item[]} items */
  #show(items) {
    for (const item of items) {
      if (this.#entries.has(item.key) || this.#confirmed.has(item.key)) continue;
      const entry = new Entry(item, false);
      this.#entries.set(item.key, entry);
      this.#owner.changed(entry);
    }
  }

  /** Sends what may be sent now, and comes back when there is more. */
  #pump() {
    if (!this.#isOwner || this.#isFrozen || this.#isDown || !this.#owner.isUp()) return;
    const now = Date.now();
    const { ready, wakeAt } = nextItems(this.#items.values(), new Set(this.#flights.keys()), now, this.#flushedAt);
    for (const item of ready) {
      if (this.#flights.size >= outboxLimits.flights) return;
      const reason = mortality(item, now);
      const permission = reason ? null : this.#gate.permission(item, now);
      if (permission?.kind === "wait") return this.#wakeAt(permission.until);
      const flight = reason ? this.#bury(item, reason, null) : this.#fly(item);
      this.#flights.set(item.lane, flight.then(() => this.#landed(item.lane), (error) => this.#crashed(item.lane, error)));
    }
    this.#wakeAt(wakeAt);
  }

  /** @param {number | null} instant */
  #wakeAt(instant) {
    clearTimeout(this.#timer);
    if (instant !== null) this.#timer = setTimeout(() => this.#pump(), Math.max(0, instant - Date.now()));
  }

  /** @param {string} lane */
  #landed(lane) {
    this.#flights.delete(lane);
    this.#pump();
  }

  /**
   * @param {string} lane
   * @param {unknown} error
   */
  #crashed(lane, error) {
    this.#flights.delete(lane);
    this.#gate.withdrawn();
    this.#owner.failed(error);
    this.#wakeAt(Date.now() + timing.recovery);
  }

  /** @param {Item} waiting */
  async #fly({ id }) {
    const item = await this.#store.claim(id, Date.now());
    if (!item) {
      this.#gate.withdrawn();
      return void this.#items.delete(id);
    }
    this.#say({ type: "sending", key: item.key });
    const answer = await this.#owner.carry(item);
    if (!answer) {
      this.#gate.withdrawn();
      this.#isDown = true;
      return this.#keep(item, { triedAt: item.triedAt });
    }
    const outcome = outcomeOf(answer, item.role);
    const mayRenew = this.#gate.mayRenew;
    this.#gate.answered(outcome, Date.now());
    if (outcome.kind === "auth" && mayRenew) this.#owner.renew();
    const fate = settle(item, outcome, Date.now(), Math.random());
    switch (fate.kind) {
      case "sent":
        await this.#store.sent(item, fate.result);
        this.#items.delete(item.id);
        return this.#say({ type: "sent", key: item.key, result: fate.result });
      case "dead":
        return this.#bury(item, fate.reason, fate.fault);
      case "again":
        return this.#keep(item, fate.change);
    }
  }

  /**
   * @param {Item} item
   * @param {Partial<Item>} change
   */
  async #keep(item, change) {
    await this.#store.change(item.id, change);
    this.#items.set(item.id, { ...item, ...change });
    const { attempts, fault } = { ...item, ...change };
    this.#say({ type: "again", key: item.key, attempts, fault });
  }

  /**
   * @param {Item} item
   * @param {DeadReason} reason
   * @param {Fault | null} fault
   */
  async #bury(item, reason, fault) {
    await this.#store.bury(item, reason, fault, Date.now());
    this.#items.delete(item.id);
    this.#say({ type: "dead", key: item.key, reason, fault });
    this.#say({ type: "letters" });
    if (item.role !== "opens") return;
    const ends = [...this.#items.values()].filter(({ lane, role }) => lane === item.lane && role === "closes");
    for (const end of ends) await this.#bury(end, "inherited", null);
  }

  /**
   * Tells the other tabs, and this one.
   * @param {Word} word
   */
  #say(word) {
    this.#channel.postMessage(word);
    this.#hear(word);
  }

  /** @param {Word} word */
  #hear(word) {
    switch (word.type) {
      case "added":
        if (this.#isOwner) this.#insert(word.item);
        this.#show([word.item]);
        return this.#pump();
      case "sending":
        return this.#update(word.key, (entry) => (entry.state = "sending"));
      case "again":
        return this.#update(word.key, (entry) => Object.assign(entry, { state: "queued", attempts: word.attempts, fault: word.fault }));
      case "sent":
        return this.#leave(word.key, (entry) => entry.answered(word.result));
      case "dead":
        return this.#leave(word.key, (entry) => entry.gaveUp(word.reason, word.fault));
      case "flush":
        this.#flushedAt = word.at;
        return this.#pump();
      case "letters":
        return void this.#countDead();
    }
  }

  /** @param {Item} item */
  #insert(item) {
    const isNewest = item.id >= this.#newest;
    this.#newest = Math.max(this.#newest, item.id);
    this.#items.set(item.id, item);
    if (!isNewest) this.#items = new Map([...this.#items].sort(([a], [b]) => a - b));
  }

  /**
   * @param {string} key
   * @param {(entry: Entry) => void} change
   */
  #update(key, change) {
    const entry = this.#entries.get(key);
    if (!entry) return;
    change(entry);
    this.#owner.changed(entry);
  }

  /**
   * @param {string} key
   * @param {(entry: Entry) => void} settle
   */
  #leave(key, settle) {
    const confirmed = this.#confirmed.get(key);
    const entry = confirmed ?? this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#confirmed.delete(key);
    settle(entry);
    // What the log confirmed was shown as sent then, and is told once.
    if (!confirmed || entry.state === "failed") this.#owner.changed(entry);
  }

  async #countDead() {
    const dead = await this.#store.countDead();
    if (dead === this.#dead) return;
    this.#dead = dead;
    this.#owner.counted();
  }
}
