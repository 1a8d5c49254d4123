// SPDX-License-Identifier: Apache-2.0

/**
 * Waits until a value that flaps has settled, and then delivers it.
 *
 * Each change starts the window over, but the first change of a series is delivered after five windows at the latest. A
 * value that returned to what was last delivered is not delivered again. The very first value always is, at once.
 * @template Value
 */
export class Debouncer {
  #window;
  /** @type {Value} */
  #value;
  /** @type {{ value: Value } | null} */
  #delivered = null;
  /** @type {{ at: number, latest: number } | null} */
  #due;

  /**
   * @param {Value} value
   * @param {number} now
   * @param {number} [window] Milliseconds.
   */
  constructor(value, now, window = 1000) {
    this.#value = value;
    this.#window = window;
    this.#due = { at: now, latest: now };
  }

  /** When to call `timerFired`; null while nothing is due. */
  get wakeAt() {
    return this.#due?.at ?? null;
  }

  /**
   * Notes what the value is now; the same value is no news.
   * @param {Value} value
   * @param {number} now
   */
  changed(value, now) {
    if (value === this.#value) return;
    this.#value = value;
    const latest = this.#due?.latest ?? now + this.#window * 5;
    this.#due = { at: Math.min(now + this.#window, latest), latest };
  }

  /**
   * Notes the passing of time.
   * @param {number} now
   * @returns {{ value: Value } | null} The value, if it settled on another than the last that was delivered.
   */
  timerFired(now) {
    if (!this.#due || now < this.#due.at) return null;
    this.#due = null;
    if (this.#delivered?.value === this.#value) return null;
    this.#delivered = { value: this.#value };
    return this.#delivered;
  }
}
