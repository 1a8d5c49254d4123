// SPDX-License-Identifier: Apache-2.0

import { outcomeOf } from "./answers.js";
import { mortality, nextItems, outboxLimits, settle } from "./outbox-rules.js";
import { SendGate } from "./send-gate.js";

/** @import { Answer, Fault } from "./answers.js" */
/** @import { Word } from "./outbox.js" */
/** @import { DeadReason, Item } from "./outbox-rules.js" */
/** @import { OutboxStore } from "./outbox-store.js" */

/**
 * What a sender works with.
 * @typedef {object} Office
 * @property {OutboxStore} store
 * @property {() => boolean} isUp Whether there is a way to the server.
 * @property {(item: Item) => Promise<Answer | null>} carry Sends one call; null if it was not sent.
 * @property {() => void} renew Asks for newer credentials; `connected` says that they are there.
 * @property {(word: Word) => void} say Tells all tabs what became of a call.
 * @property {(error: unknown) => void} failed Storage did not do what it should.
 */

/** How long storage that failed is left alone; milliseconds. */
const recovery = 5_000;

/** Sends what waits in an outbox, while it is the one who does: the rules say what and when, and what an answer means. */
export class Sender {
  #office;
  #gate = new SendGate(Date.now());
  /** Whether it is the one who sends. */
  isOn = false;
  #isFrozen = false;
  /** Whether something could not be sent since there last was a way to the server. */
  #isDown = false;
  /** @type {Map<number, Item>} What waits, in the order of ids. */
  #items = new Map();
  #newest = 0;
  #flushedAt = 0;
  /** @type {Map<string, Promise<void>>} What is under way, by lane. */
  #flights = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Office} office */
  constructor(office) {
    this.#office = office;
  }

  /** Takes storage's word for what waits. @returns {Promise<Item[]>} */
  async load() {
    const known = new Map(this.#items);
    const items = await this.#office.store.items();
    const arrivals = [...this.#items.values()].filter((item) => !known.has(item.id));
    const flying = [...this.#items.values()].filter((item) => this.#flights.has(item.lane));
    this.#items = new Map();
    this.#newest = 0;
    for (const item of [...items, ...flying, ...arrivals]) this.#insert(item);
    return items;
  }

  /**
   * Notes that something was queued.
   * @param {Item} item
   */
  queued(item) {
    if (!this.isOn) return;
    this.#insert(item);
    this.pump();
  }

  /** Notes that there is a way to the server, with whatever credentials. */
  connected() {
    this.#isFrozen = this.#isDown = false;
    this.#gate.connected(Date.now());
    // What was cut off need not rest any longer: that was the network's fault, and it is back.
    for (const item of this.#items.values()) {
      if (item.fault?.category === "connection_lost") item.notBefore = 0;
    }
    this.pump();
  }

  /**
   * Has batches that were queued until then wait no longer.
   * @param {number} at
   */
  flush(at) {
    this.#flushedAt = at;
    this.pump();
  }

  /** Sends nothing any more until it is connected; what is under way is still settled. */
  freeze() {
    this.#isFrozen = true;
    clearTimeout(this.#timer);
  }

  /** Waits for what is under way. */
  async landed() {
    await Promise.allSettled(this.#flights.values());
  }

  /**
   * Sends until there is nothing that may be sent now.
   * @returns {Promise<boolean>} Whether nothing is left.
   */
  async finish() {
    this.pump();
    while (this.#flights.size > 0) await Promise.race(this.#flights.values());
    return this.#items.size === 0;
  }

  /** Sends what may be sent now, and comes back when there is more. */
  pump() {
    if (!this.isOn || this.#isFrozen || this.#isDown || !this.#office.isUp()) return;
    const now = Date.now();
    const { ready, wakeAt } = nextItems(this.#items.values(), new Set(this.#flights.keys()), now, this.#flushedAt);
    for (const item of ready) {
      if (this.#flights.size >= outboxLimits.flights) return;
      const reason = mortality(item, now);
      const permission = reason ? null : this.#gate.permission(item, now);
      if (permission?.kind === "wait") return this.#wakeAt(permission.until);
      const flight = reason ? this.#bury(item, reason, null) : this.#fly(item);
      const landed = flight.then(
        () => this.#hasLanded(item.lane),
        (error) => this.#hasCrashed(item.lane, error),
      );
      this.#flights.set(item.lane, landed);
    }
    this.#wakeAt(wakeAt);
  }

  /** @param {number | null} instant */
  #wakeAt(instant) {
    clearTimeout(this.#timer);
    if (instant !== null) this.#timer = setTimeout(() => this.pump(), Math.max(0, instant - Date.now()));
  }

  /** @param {string} lane */
  #hasLanded(lane) {
    this.#flights.delete(lane);
    this.pump();
  }

  /**
   * @param {string} lane
   * @param {unknown} error
   */
  #hasCrashed(lane, error) {
    this.#flights.delete(lane);
    this.#gate.withdrawn();
    this.#office.failed(error);
    this.#wakeAt(Date.now() + recovery);
  }

  /** @param {Item} waiting */
  async #fly({ id }) {
    const item = await this.#office.store.claim(id, Date.now());
    if (!item) {
      this.#gate.withdrawn();
      return void this.#items.delete(id);
    }
    this.#office.say({ type: "sending", key: item.key });
    const answer = await this.#office.carry(item);
    if (!answer) {
      this.#gate.withdrawn();
      this.#isDown = true;
      return this.#keep(item, { triedAt: item.triedAt });
    }
    const outcome = outcomeOf(answer, item.role);
    const mayRenew = this.#gate.mayRenew;
    this.#gate.answered(outcome, Date.now());
    if (outcome.kind === "auth" && mayRenew) this.#office.renew();
    const fate = settle(item, outcome, Date.now(), Math.random());
    switch (fate.kind) {
      case "sent":
        await this.#office.store.sent(item, fate.result);
        this.#items.delete(item.id);
        return this.#office.say({ type: "sent", key: item.key, result: fate.result });
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
    await this.#office.store.change(item.id, change);
    this.#items.set(item.id, { ...item, ...change });
    const { attempts, fault } = { ...item, ...change };
    this.#office.say({ type: "again", key: item.key, attempts, fault });
  }

  /**
   * @param {Item} item
   * @param {DeadReason} reason
   * @param {Fault | null} fault
   */
  async #bury(item, reason, fault) {
    await this.#office.store.bury(item, reason, fault, Date.now());
    this.#items.delete(item.id);
    this.#office.say({ type: "dead", key: item.key, reason, fault });
    this.#office.say({ type: "letters" });
    if (item.role !== "opens") return;
    const ends = [...this.#items.values()].filter(({ lane, role }) => lane === item.lane && role === "closes");
    for (const end of ends) await this.#bury(end, "inherited", null);
  }

  /** @param {Item} item */
  #insert(item) {
    const isNewest = item.id >= this.#newest;
    this.#newest = Math.max(this.#newest, item.id);
    this.#items.set(item.id, item);
    if (!isNewest) this.#items = new Map([...this.#items].sort(([a], [b]) => a - b));
  }
}
