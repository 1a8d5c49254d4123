// SPDX-License-Identifier: Apache-2.0

/** How long after a recovery there is no other one, and how long nobody touches anything until a touch is a sign. */
const recoveryLimits = Object.freeze({ throttle: 15_000, pause: 600_000 });

/**
 * Decides which of many signs of life makes a client try again at once.
 *
 * Coming into view, getting the focus, being restored and the first touch after a pause tend to come together. They share
 * one throttle, and a client whose connection is well is left alone.
 */
export class Recovery {
  /** @type {number | null} */
  #last = null;
  #lastTouch;

  /** @param {number} now When the page started. */
  constructor(now) {
    this.#lastTouch = now;
  }

  /**
   * Takes a sign that somebody is there again.
   * @param {boolean} isHealthy Whether the connection works or is being made.
   * @param {number} now
   * @returns {boolean} Whether to try again now.
   */
  noticed(isHealthy, now) {
    if (isHealthy || (this.#last !== null && now - this.#last < recoveryLimits.throttle)) return false;
    this.#last = now;
    return true;
  }

  /**
   * Takes a touch or a key; only the first one after a pause is a sign.
   * @param {boolean} isHealthy
   * @param {number} now
   */
  touched(isHealthy, now) {
    const isSign = now - this.#lastTouch >= recoveryLimits.pause;
    this.#lastTouch = now;
    return isSign && this.noticed(isHealthy, now);
  }
}
