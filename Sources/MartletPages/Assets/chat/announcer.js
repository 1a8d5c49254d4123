// SPDX-License-Identifier: Apache-2.0
/** Tells screen readers what was said just now: each message of a talk, and of a flood how many there were. */

import { element } from "./element.js";

/** How often something is told, in milliseconds, and how many messages of that time are told one by one. */
const pause = 1500;
const oneByOne = 3;
const longest = 300;

export class Announcer {
  #waiting = [];
  #timer = null;

  constructor(node) {
    this.node = node;
  }

  say(text) {
    this.#waiting.push(text);
    this.#timer ??= setTimeout(() => this.#tell(), 50);
  }

  #tell() {
    const all = this.#waiting.splice(0);
    if (all.length === 0) {
      this.#timer = null;
      this.node.replaceChildren();
      return;
    }
    const texts = all.length > oneByOne ? [`${all.length} new messages`] : all.map((text) => text.slice(0, longest));
    this.node.replaceChildren(...texts.map((text) => element("p", {}, text)));
    this.#timer = setTimeout(() => this.#tell(), pause);
  }
}
