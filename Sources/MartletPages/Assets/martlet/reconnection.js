// SPDX-License-Identifier: Apache-2.0

import { Backoff, reconnectSchedule } from "./backoff.js";
import { reactionTo } from "./close-codes.js";

/**
 * How a connection ended: with a close code (1006 without a close frame), after a silence, or because the server counted
 * other events than arrived.
 * @typedef {{ kind: "closed", code: number, hint: number } | { kind: "silent" } | { kind: "miscounted" }} Ending
 */

/**
 * What follows: dial after so many milliseconds, with a newer token if that is asked for, or stay away.
 * @typedef {{ kind: "dial", after: number, renew: boolean } | { kind: "stop" }} Sequel
 */

/**
 * Decides what follows the end of a connection: when to come back, with what, or not at all.
 *
 * A server's hints may raise a delay, never lower it. What says "stop" is final until somebody acts.
 */
export class Reconnection {
  #backoff;
  /** @type {number | null} */
  #openedAt = null;
  #hint = 0;
  #hasRetriedOnce = false;

  /** @param {() => number} chance Draws from 0 to below 1. */
  constructor(chance) {
    this.#backoff = new Backoff(reconnectSchedule, chance);
  }

  /**
   * Notes that a connection said hello.
   * @param {number} now
   */
  opened(now) {
    this.#backoff.succeeded(now);
    this.#openedAt = now;
    this.#hint = 0;
  }

  /**
   * Notes that the server asked to be left alone for a while once the connection ends.
   * @param {number} delay
   */
  draining(delay) {
    this.#hint = Math.max(this.#hint, delay);
  }

  /**
   * @param {Ending} ending
   * @param {number} now
   * @returns {Sequel}
   */
  ended(ending, now) {
    const wasOpen = this.#openedAt !== null;
    if (this.#openedAt !== null && now - this.#openedAt >= reconnectSchedule.proof) this.#hasRetriedOnce = false;
    this.#openedAt = null;
    switch (ending.kind) {
      case "closed":
        return this.#closed(ending, now);
      case "miscounted":
        return { kind: "dial", after: this.#delay(0, now), renew: false };
      case "silent": {
        // Whoever waited this long for a dead connection waits no longer, unless asked to; it still counts as a failure.
        const mayHurry = wasOpen && this.#hint === 0;
        const delay = this.#delay(0, now);
        return { kind: "dial", after: mayHurry ? 0 : delay, renew: false };
      }
    }
  }

  /**
   * @param {{ code: number, hint: number }} ending
   * @param {number} now
   * @returns {Sequel}
   */
  #closed({ code, hint }, now) {
    const reaction = reactionTo(code);
    if (reaction === "stop" || (reaction === "retryOnce" && this.#hasRetriedOnce)) return { kind: "stop" };
    if (reaction === "retryOnce") this.#hasRetriedOnce = true;
    return { kind: "dial", after: this.#delay(hint, now), renew: reaction === "refreshToken" };
  }

  /**
   * @param {number} hint
   * @param {number} now
   */
  #delay(hint, now) {
    const asked = Math.max(hint, this.#hint);
    this.#hint = 0;
    return this.#backoff.failed(now, asked);
  }
}
