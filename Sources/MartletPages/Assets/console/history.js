// SPDX-License-Identifier: Apache-2.0

/** @typedef {{time: number, value: number | null}} Point */

/** What a figure was over the last minutes. */
export class History {
  #span;
  /** @type {Point[]} */
  #points = [];

  /** @param {number} span How far back it goes, in milliseconds. */
  constructor(span) {
    this.#span = span;
  }

  /** @param {number} time @param {number | null} value */
  add(time, value) {
    this.#points.push({ time, value });
    while (this.#points[0].time < time - this.#span) this.#points.shift();
  }

  get points() {
    return this.#points;
  }

  /** The latest; null if it is not known. */
  get now() {
    return this.#points.at(-1)?.value ?? null;
  }
}

/** How fast a counter grows, a second; a counter that began anew counts from nothing. */
export class Rate {
  /** @type {Point | null} */
  #last = null;

  /** @param {number} time @param {number | null} value @returns {number | null} Null until there are two readings. */
  next(time, value) {
    const last = this.#last;
    this.#last = { time, value };
    if (last === null || last.value === null || value === null || time <= last.time) return null;
    const growth = value >= last.value ? value - last.value : value;
    return (growth * 1000) / (time - last.time);
  }
}
