// SPDX-License-Identifier: Apache-2.0

/**
 * How delays grow; all times are in milliseconds.
 * @typedef {object} BackoffSchedule
 * @property {number} first The first delay, before jitter.
 * @property {number} limit What no delay exceeds, jitter included; only a peer's hint may.
 * @property {[number, number]} jitter What each delay is multiplied with, drawn evenly.
 * @property {number} proof How long a success must last before the delays start over.
 * @property {number} longestHint The longest hint that is believed.
 */

/** For connections: 1 s doubling to 30 s, each between its half and its whole, over again after a healthy minute. */
export const reconnectSchedule = /** @type {BackoffSchedule} */ (
  Object.freeze({ first: 1000, limit: 30_000, jitter: [0.5, 1], proof: 60_000, longestHint: 300_000 })
);

/** For the outbox: 1 s doubling to 30 s, each a quarter less or more, never past 30 s. */
export const outboxSchedule = /** @type {BackoffSchedule} */ (
  Object.freeze({ first: 1000, limit: 30_000, jitter: [0.75, 1.25], proof: 0, longestHint: 300_000 })
);

/**
 * The delay after a failure, which never exceeds the limit.
 * @param {BackoffSchedule} schedule
 * @param {number} retries How many retries were made before; the first failure has none.
 * @param {number} chance Where in the jitter's range the delay falls: 0 is its lower bound, towards 1 its upper.
 */
export function delayAfter(schedule, retries, chance) {
  const whole = Math.min(schedule.limit, schedule.first * 2 ** Math.min(Math.max(retries, 0), 30));
  const [least, most] = schedule.jitter;
  return Math.min(schedule.limit, whole * (least + (most - least) * chance));
}

/**
 * The same delay, or what the peer asked for if that is longer, as far as it is believed.
 * @param {BackoffSchedule} schedule
 * @param {number} delay
 * @param {number} [hint]
 */
export function raised(schedule, delay, hint = 0) {
  return Math.max(delay, Math.min(hint, schedule.longestHint));
}

/**
 * How long to wait before the next attempt.
 *
 * An attempt that succeeds proves little: only one that stays healthy for a while starts the delays over.
 */
export class Backoff {
  #schedule;
  #chance;
  #attempts = 0;
  /** @type {number | null} */
  #healthySince = null;

  /**
   * @param {BackoffSchedule} schedule
   * @param {() => number} chance Draws from 0 to below 1.
   */
  constructor(schedule, chance) {
    this.#schedule = schedule;
    this.#chance = chance;
  }

  /** @param {number} now */
  succeeded(now) {
    this.#healthySince = now;
  }

  /**
   * Draws the delay after a failure, or after the end of what had succeeded.
   * @param {number} now
   * @param {number} [hint] How long the peer asked to be left alone: it may raise the delay, never lower it.
   */
  failed(now, hint = 0) {
    if (this.#healthySince !== null && now - this.#healthySince >= this.#schedule.proof) this.#attempts = 0;
    this.#healthySince = null;
    const delay = delayAfter(this.#schedule, this.#attempts, this.#chance());
    this.#attempts += 1;
    return raised(this.#schedule, delay, hint);
  }
}
