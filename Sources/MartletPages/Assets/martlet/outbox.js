// SPDX-License-Identifier: Apache-2.0

import { Entry } from "./entry.js";
import { MartletError } from "./errors.js";
import { LastWords } from "./last-words.js";
import { laneOf, mayRetry, outboxLimits } from "./outbox-rules.js";
import { OutboxStore } from "./outbox-store.js";
import { Sender } from "./sender.js";
import { byteCount, newKey } from "./text.js";

/** @import { Answer, Fault, Role } from "./answers.js" */
/** @import { DeadReason, Item } from "./outbox-rules.js" */
/** @import { Draft } from "./outbox-store.js" */

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

/** How often storage is looked at without a reason; milliseconds. */
const sweepInterval = 60_000;

/**
 * Keeps one account's durable calls, and shows each until its fate is known.
 *
 * All tabs and the worker share one store; whoever holds the lock sends, and tells the others. When it goes, with or
 * without a word, the next one reads everything from the store and goes on.
 */
export class Outbox {
  #owner;
  #store;
  #sender;
  #channel;
  #closing = new AbortController();
  #isOwner = false;
  /** Whether the page is being left: it waits for nothing any more. */
  #isLeaving = false;
  #words;
  /** Tells apart what was queued in one instant. */
  #order = 0;
  /** @type {Map<string, Entry>} What is shown as pending, by key. */
  #entries = new Map();
  /** @type {Map<string, Draft>} What is not durable yet, by key. */
  #drafts = new Map();
  /** @type {Map<string, Entry>} What the log has confirmed before its answer came, by key. */
  #confirmed = new Map();
  #dead = 0;

  /** @param {OutboxOwner} owner */
  constructor(owner) {
    this.#owner = owner;
    this.#store = new OutboxStore(owner.account);
    this.#sender = new Sender({ ...owner, store: this.#store, say: (word) => this.#say(word) });
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
      return this.#sender.finish();
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
    if (!this.#closing.signal.aborted) this.#sender.connected();
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
    this.#sender.freeze();
  }

  /** Leaves it to the other tabs. */
  async close() {
    this.#sender.freeze();
    await this.#sender.landed();
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
   * @param {Draft} draft
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
      this.#isOwner = this.#sender.isOn = true;
      try {
        return await work();
      } finally {
        this.#isOwner = this.#sender.isOn = false;
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
    const sweeper = setInterval(() => this.#sweep(), sweepInterval);
    await new Promise((resolve) => this.#closing.signal.addEventListener("abort", resolve, { once: true }));
    clearInterval(sweeper);
  }

  async #sweep() {
    try {
      await this.#reload();
      this.#sender.pump();
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
    const items = await this.#sender.load();
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

  /**
   * Tells the other tabs, and this one.
   * @param {Word} word
   */
  #say(word) {
    if (!this.#closing.signal.aborted) this.#channel.postMessage(word);
    this.#hear(word);
  }

  /** @param {Word} word */
  #hear(word) {
    switch (word.type) {
      case "added":
        this.#show([word.item]);
        return this.#sender.queued(word.item);
      case "sending":
        return this.#update(word.key, (entry) => (entry.state = "sending"));
      case "again":
        return this.#update(word.key, (entry) => Object.assign(entry, { state: "queued", attempts: word.attempts, fault: word.fault }));
      case "sent":
        return this.#leave(word.key, (entry) => entry.answered(word.result));
      case "dead":
        return this.#leave(word.key, (entry) => entry.gaveUp(word.reason, word.fault));
      case "flush":
        return this.#sender.flush(word.at);
      case "letters":
        return void this.#countDead();
    }
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
