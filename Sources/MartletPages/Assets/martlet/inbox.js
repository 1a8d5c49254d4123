// SPDX-License-Identifier: Apache-2.0

/** @import { Frame } from "./connection.js" */

/** How long one task may deliver, in milliseconds, so that a page stays quick while it catches up. */
const slice = 8;

/** Gives events in order, and keeps them while everything is being loaded afresh. */
export class Inbox {
  #deliver;
  /** @type {Frame[]} */
  #frames = [];
  /** How many of them were given. */
  #next = 0;
  /** @type {(frame: Frame) => boolean} Whether an event is part of what was loaded. */
  #isPast = () => false;
  #isHeld = false;
  #isDraining = false;
  /** @type {number | null} */
  #delivered = null;

  /** @param {(frame: Frame) => void} deliver */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  /** Whether all that arrived was given on. */
  get isEmpty() {
    return !this.#isHeld && !this.#isDraining;
  }

  /** The seq up to which events were given, while some wait; null if none does. */
  get behind() {
    return this.isEmpty ? null : this.#delivered;
  }

  /** @param {Frame} frame */
  take(frame) {
    if (this.isEmpty) this.#give(frame);
    else this.#frames.push(frame);
  }

  /** Keeps what arrives from now on; what has waited is of no use any more. */
  hold() {
    this.#forget();
    this.#isHeld = true;
    this.#delivered = null;
  }

  /**
   * Gives what has waited, a little at a time.
   * @param {number | null} from Up to where things are shown now.
   * @param {(frame: Frame) => boolean} isPast Whether an event is part of what was loaded.
   */
  async release(from, isPast) {
    this.#delivered = from;
    this.#isPast = isPast;
    this.#isHeld = false;
    if (this.#isDraining) return;
    this.#isDraining = true;
    while (this.#drainOne()) await turn();
    this.#isDraining = false;
  }

  /**
   * Gives what fits into one task.
   * @returns {boolean} Whether there is more to give.
   */
  #drainOne() {
    const end = performance.now() + slice;
    while (!this.#isHeld && this.#next < this.#frames.length) {
      this.#give(this.#frames[this.#next++]);
      if (performance.now() >= end) return true;
    }
    if (!this.#isHeld) this.#forget();
    return false;
  }

  #forget() {
    this.#frames = [];
    this.#next = 0;
  }

  /** @param {Frame} frame */
  #give(frame) {
    if (frame.seq !== undefined) this.#delivered = frame.seq;
    // What was loaded may be ahead of what arrives, and also after it is shown.
    if (!this.#isPast(frame)) this.#deliver(frame);
  }
}

/** Lets the browser paint and hear its user; unlike a timer this is not slowed down in a hidden page. */
function turn() {
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    })
  );
}
