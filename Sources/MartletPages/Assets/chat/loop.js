// SPDX-License-Identifier: Apache-2.0
/**
 * Brings changes to the state and the state to the screen, once a frame however many there were.
 *
 * A frame takes in changes for a few milliseconds and draws once. After a dear frame it rests as long as that took, so
 * that a flood of events leaves half the time to whoever types and scrolls.
 */

import { emptyState, reduce } from "./store.js";

/** How long one frame takes in changes, in milliseconds. */
const intake = 12;
/** How many changes are reduced at once. */
const portion = 400;
/** A frame that took longer is followed by a rest. */
const dear = 12;
/** How long a page that nobody sees gathers changes. */
const hiddenPause = 250;

export class Loop {
  #queue = [];
  #draw;
  #isDue = false;

  /** @param {(state: object) => void} draw */
  constructor(draw) {
    this.state = emptyState;
    this.#draw = draw;
  }

  /** Takes a change in with the next frame. */
  push(change) {
    this.#queue.push(change);
    this.redraw();
  }

  /** Draws with the next frame, though nothing in the state may have changed. */
  redraw() {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#schedule(0);
  }

  /** Takes everything in that waits, without drawing: for who has to know the state of now. */
  settle() {
    this.state = reduce(this.state, this.#queue.splice(0));
    return this.state;
  }

  #schedule(rest) {
    // A hidden page has no frames.
    if (document.hidden) setTimeout(() => this.#frame(), hiddenPause);
    else if (rest > 0) setTimeout(() => this.#schedule(0), rest);
    else requestAnimationFrame(() => this.#frame());
  }

  #frame() {
    const start = performance.now();
    while (this.#queue.length > 0 && performance.now() - start < intake) {
      this.state = reduce(this.state, this.#queue.splice(0, portion));
    }
    this.#isDue = false;
    this.#draw(this.state);
    if (this.#queue.length === 0 && !this.#isDue) return;
    const cost = performance.now() - start;
    this.#isDue = true;
    this.#schedule(cost > dear ? cost : 0);
  }
}
