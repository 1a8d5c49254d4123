// SPDX-License-Identifier: Apache-2.0

/** How long nobody touches anything until work has ended, unless somebody says otherwise; milliseconds. */
const standardIdleLimit = 300_000;

/** How long somebody has worked, without pauses, by a clock that nobody sets; all instants are in milliseconds. */
export class WorkClock {
  #ran = 0;
  /** @type {number | null} Null while it is paused. */
  #runsSince;
  #touchedAt;
  #idleLimit;

  /**
   * @param {number} now
   * @param {number | null} idleLimit Null for work that is done elsewhere, and never idle here.
   */
  constructor(now, idleLimit = standardIdleLimit) {
    this.#idleLimit = idleLimit;
    this.#runsSince = now;
    this.#touchedAt = now;
  }

  get isRunning() {
    return this.#runsSince !== null;
  }

  /** When nobody will have touched anything for too long; null while it is paused. */
  get idleAt() {
    return this.isRunning && this.#idleLimit !== null ? this.#touchedAt + this.#idleLimit : null;
  }

  /** When somebody last touched anything. */
  get touchedAt() {
    return this.#touchedAt;
  }

  /**
   * Whole seconds of work.
   * @param {number} now
   */
  seconds(now) {
    const running = this.#runsSince === null ? 0 : Math.max(0, now - this.#runsSince);
    return Math.floor((this.#ran + running) / 1000);
  }

  /** @param {number} now */
  pause(now) {
    if (this.#runsSince === null) return;
    this.#ran += Math.max(0, now - this.#runsSince);
    this.#runsSince = null;
  }

  /** @param {number} now */
  resume(now) {
    this.#runsSince ??= now;
    this.touched(now);
  }

  /** @param {number} now */
  touched(now) {
    this.#touchedAt = Math.max(this.#touchedAt, now);
  }
}
