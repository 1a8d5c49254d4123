// SPDX-License-Identifier: Apache-2.0

/** @import { Draft } from "./outbox-store.js" */

/**
 * What a page that is being left still has to say: durable calls that no transaction would finish for.
 *
 * Local storage takes a value at once and without an answer, which is all that a closing page has time for. The tab that
 * sends moves it to the outbox's own store.
 */
export class LastWords {
  #prefix;
  #storage = storage();

  /** @param {string} account */
  constructor(account) {
    this.#prefix = `martlet outbox ${account} `;
  }

  /** @param {Draft} draft */
  leave(draft) {
    try {
      this.#storage?.setItem(this.#prefix + draft.key, JSON.stringify(draft));
    } catch {
      // There is no room, and nobody left to be told.
    }
  }

  /** @returns {Draft[]} What was left, the oldest first. */
  read() {
    const names = Object.keys(this.#storage ?? {}).filter((name) => name.startsWith(this.#prefix));
    const drafts = names.flatMap((name) => this.#draft(name));
    return drafts.sort((a, b) => a.queuedAt - b.queuedAt || (a.order ?? 0) - (b.order ?? 0));
  }

  /** @param {Draft} draft */
  remove(draft) {
    this.#storage?.removeItem(this.#prefix + draft.key);
  }

  /**
   * @param {string} name
   * @returns {Draft[]} None if somebody else wrote there.
   */
  #draft(name) {
    try {
      return [JSON.parse(this.#storage?.getItem(name) ?? "")];
    } catch {
      this.#storage?.removeItem(name);
      return [];
    }
  }

  /**
   * Hears of what other tabs leave.
   * @param {() => void} listener
   * @param {AbortSignal} signal Ends it.
   */
  listen(listener, signal) {
    if (!this.#storage) return;
    const heard = (/** @type {Event} */ event) => {
      const { key, newValue } = /** @type {StorageEvent} */ (event);
      if (newValue !== null && key?.startsWith(this.#prefix)) listener();
    };
    globalThis.addEventListener("storage", heard, { signal });
  }
}

/** What this browser keeps for pages; null in a worker, or where it may not. */
function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
