// SPDX-License-Identifier: Apache-2.0

/** How long nobody touches anything until work has ended; milliseconds. */
export const idleLimit = 300_000;

/** How long somebody has worked, without pauses, by a clock that nobody sets; all instants are in milliseconds. */
export class WorkClock {
  #ran = 0;
  /** @type {number | null} Null while it is paused. */
  #runsSince;
  #touchedAt;

  /** @param {number} now */
  constructor(now) {
    this.#runsSince = now;
    this.#touchedAt = now;
  }

  get isRunning() {
    return this.#runsSince !== null;
  }

  /** When nobody will have touched anything for too long; null while it is paused. */
  get idleAt() {
    return this.isRunning ? this.#touchedAt + idleLimit : null;
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
