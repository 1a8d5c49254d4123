// SPDX-License-Identifier: Apache-2.0

import { result, transact } from "./database.js";
import { fullness, mayJoin, mayRetry, outboxLimits } from "./outbox-rules.js";

/** @import { Fault } from "./answers.js" */
/** @import { DeadReason, Item } from "./outbox-rules.js" */

/**
 * What is to be queued; `order` is for what one page queued in one instant.
 * @typedef {Pick<Item, "key" | "method" | "params" | "lane" | "role" | "batched" | "queuedAt" | "bytes"> & { order?: number }} Draft
 */

/**
 * What became of a draft: it waits, joined another item, has been sent before, or does not fit.
 * @typedef {{ kind: "queued", item: Item, joined: boolean } | { kind: "sent", result: unknown } | { kind: "full", message: string }} Admission
 */

/**
 * A durable call that was given up.
 * @typedef {{ id: number, account: string, key: string, method: string, params: Record<string, unknown>, lane: string,
 *   role: "opens" | "closes" | "standalone", batched: boolean, queuedAt: number, bytes: number, diedAt: number, reason: DeadReason,
 *   fault: Fault | null }} DeadLetter
 */

/** What an item is before it is sent. */
const untried = Object.freeze({ attempts: 0, strikes: 0, notBefore: 0, triedAt: null, fault: null });

/** One account's durable calls in IndexedDB, which all tabs and the worker share. */
export class OutboxStore {
  #account;

  /** @param {string} account */
  constructor(account) {
    this.#account = account;
  }

  /**
   * Puts a call in, unless it was there before; one that may join a batch does.
   * @param {Draft} draft
   * @returns {Promise<Admission>}
   */
  add(draft) {
    return transact(["items", "receipts", "totals"], "readwrite", async ({ items, receipts, totals }) => {
      const known = await result(items.index("key").get([this.#account, draft.key]));
      if (known) return { kind: "queued", item: known, joined: false };
      const receipt = await result(receipts.index("key").get([this.#account, draft.key]));
      if (receipt) return { kind: "sent", result: receipt.result };
      const total = (await result(totals.get(this.#account))) ?? { account: this.#account, items: 0, bytes: 0 };
      const message = fullness(total, draft);
      if (message !== null) return { kind: "full", message };
      const waiting = draft.batched ? await this.#last(items) : null;
      if (waiting && mayJoin(waiting, draft)) {
        const params = { activities: [.../** @type {any} */ (waiting.params).activities, .../** @type {any} */ (draft.params).activities] };
        const item = { ...waiting, params, bytes: waiting.bytes + draft.bytes };
        items.put(item);
        totals.put({ ...total, bytes: total.bytes + draft.bytes });
        return { kind: "queued", item, joined: true };
      }
      const item = { ...draft, account: this.#account, ...untried };
      const id = /** @type {number} */ (await result(items.add(item)));
      totals.put({ ...total, items: total.items + 1, bytes: total.bytes + draft.bytes });
      return { kind: "queued", item: { ...item, id }, joined: false };
    });
  }

  /** @returns {Promise<Item[]>} All that waits, the oldest first. */
  items() {
    return transact(["items"], "readonly", ({ items }) => result(items.index("account").getAll(this.#account)));
  }

  /**
   * Notes, before it is sent, that an item may have its effect from now on.
   * @param {number} id
   * @param {number} now
   * @returns {Promise<Item | null>} The item as it was; null if it is gone.
   */
  claim(id, now) {
    return transact(["items"], "readwrite", async ({ items }) => {
      const item = await result(items.get(id));
      if (item) items.put({ ...item, triedAt: item.triedAt ?? now });
      return item ?? null;
    });
  }

  /**
   * Changes an item that has to be sent again.
   * @param {number} id
   * @param {Partial<Item>} change
   */
  change(id, change) {
    const work = async (/** @type {Record<string, IDBObjectStore>} */ { items }) => {
      const item = await result(items.get(id));
      if (item) items.put({ ...item, ...change });
    };
    return transact(["items"], "readwrite", work, { durability: "relaxed" });
  }

  /**
   * Takes out an item that the server has, and remembers its answer for tabs that have yet to hear of it.
   * @param {Item} item
   * @param {unknown} answer
   */
  sent(item, answer) {
    const work = async (/** @type {Record<string, IDBObjectStore>} */ { items, receipts, totals }) => {
      await this.#remove(item, items, totals);
      receipts.add({ account: this.#account, key: item.key, result: answer });
      await trim(receipts, this.#account, outboxLimits.receipts);
    };
    return transact(["items", "receipts", "totals"], "readwrite", work, { durability: "relaxed" });
  }

  /**
   * Gives an item up.
   * @param {Item} item
   * @param {DeadReason} reason
   * @param {Fault | null} fault
   * @param {number} now
   */
  bury(item, reason, fault, now) {
    return transact(["items", "dead", "totals"], "readwrite", async ({ items, dead, totals }) => {
      await this.#remove(item, items, totals);
      const { account, key, method, params, lane, role, batched, queuedAt, bytes } = item;
      dead.add({ account, key, method, params, lane, role, batched, queuedAt, bytes, reason, fault, diedAt: now });
      await trim(dead, this.#account, outboxLimits.deadLetters);
    });
  }

  /**
   * What became of a call that no longer waits.
   * @param {string} key
   * @returns {Promise<{ result: unknown } | { dead: DeadLetter } | null>}
   */
  fate(key) {
    return transact(["receipts", "dead"], "readonly", async ({ receipts, dead }) => {
      const receipt = await result(receipts.index("key").get([this.#account, key]));
      if (receipt) return { result: receipt.result };
      const letter = await result(dead.index("key").get([this.#account, key]));
      return letter ? { dead: letter } : null;
    });
  }

  /** @returns {Promise<DeadLetter[]>} What was given up, the newest first. */
  async deadLetters() {
    const letters = await transact(["dead"], "readonly", ({ dead }) => result(dead.index("account").getAll(this.#account)));
    return letters.reverse();
  }

  /** @returns {Promise<number>} */
  countDead() {
    return transact(["dead"], "readonly", ({ dead }) => result(dead.index("account").count(this.#account)));
  }

  /**
   * Takes a dead letter out.
   * @param {number} id
   * @returns {Promise<DeadLetter | null>} Null if there is none.
   */
  discard(id) {
    return transact(["dead"], "readwrite", async ({ dead }) => {
      const letter = await result(dead.get(id));
      if (letter?.account !== this.#account) return null;
      dead.delete(id);
      return letter;
    });
  }

  /**
   * Has a dead letter sent again, under its old key.
   * @param {number} id
   * @param {number} now
   * @returns {Promise<Item | null>} Null if there is none, or if it must not be sent again.
   */
  revive(id, now) {
    return transact(["dead", "items", "totals"], "readwrite", async ({ dead, items, totals }) => {
      const letter = await result(dead.get(id));
      if (letter?.account !== this.#account || !mayRetry(letter.reason)) return null;
      const { account, key, method, params, lane, role, batched, bytes } = letter;
      const item = { account, key, method, params, lane, role, batched, bytes, queuedAt: now, ...untried };
      const place = /** @type {number} */ (await result(items.add(item)));
      const total = (await result(totals.get(account))) ?? { account, items: 0, bytes: 0 };
      totals.put({ ...total, items: total.items + 1, bytes: total.bytes + bytes });
      dead.delete(id);
      return { ...item, id: place };
    });
  }

  /** @param {IDBObjectStore} items @returns {Promise<Item | null>} */
  async #last(items) {
    const cursor = await result(items.index("account").openCursor(this.#account, "prev"));
    return cursor?.value ?? null;
  }

  /**
   * @param {Item} item
   * @param {IDBObjectStore} items
   * @param {IDBObjectStore} totals
   */
  async #remove(item, items, totals) {
    if (!(await result(items.get(item.id)))) return;
    items.delete(item.id);
    const total = await result(totals.get(this.#account));
    totals.put({ ...total, items: Math.max(0, total.items - 1), bytes: Math.max(0, total.bytes - item.bytes) });
  }
}

/**
 * Keeps the newest of an account.
 * @param {IDBObjectStore} store
 * @param {string} account
 * @param {number} limit
 */
async function trim(store, account, limit) {
  const keys = await result(store.index("account").getAllKeys(account));
  for (const key of keys.slice(0, Math.max(0, keys.length - limit))) store.delete(key);
}
