// SPDX-License-Identifier: Apache-2.0

/** @import { Frame } from "./connection.js" */

/** How long one task may deliver, in milliseconds, so that a page stays quick while it catches up. */
const slice = 8;

/** Gives events in order, and keeps them while everything is being loaded afresh. */
export class Inbox {
  #deliver;
  /** @type {Frame[]} */
  #frames = [];
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
    this.#frames = [];
    this.#isHeld = true;
    this.#delivered = null;
  }

  /**
   * Gives what has waited, a little at a time.
   * @param {number | null} from Up to where things are shown now.
   * @param {(frame: Frame) => boolean} isPast Whether an event is part of what was loaded.
   */
  async release(from, isPast) {
    this.#frames = this.#frames.filter((frame) => !isPast(frame));
    this.#delivered = from;
    this.#isHeld = false;
    if (this.#isDraining) return;
    this.#isDraining = true;
    let next = 0;
    let frames = this.#frames;
    let end = performance.now() + slice;
    while (!this.#isHeld && next < this.#frames.length) {
      this.#give(this.#frames[next++]);
      if (performance.now() < end) continue;
      await turn();
      if (frames !== this.#frames) next = 0;
      frames = this.#frames;
      end = performance.now() + slice;
    }
    if (!this.#isHeld) this.#frames = [];
    this.#isDraining = false;
  }

  /** @param {Frame} frame */
  #give(frame) {
    if (frame.seq !== undefined) this.#delivered = frame.seq;
    this.#deliver(frame);
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
