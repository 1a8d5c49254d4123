// SPDX-License-Identifier: Apache-2.0

import { element } from "./element.js";

/** @import { Martlet } from "../martlet.js" */

/** Who stands behind a number. */
export class People {
  #martlet;
  #known = new Map();
  #asked = new Set();
  #changed;

  /**
   * @param {Martlet} martlet
   * @param {() => void} changed Told when a name has become known or is another.
   */
  constructor(martlet, changed) {
    this.#martlet = martlet;
    this.#changed = changed;
    martlet.on("user.updated", ({ data }) => {
      this.#known.set(data.user.id, data.user);
      changed();
    });
  }

  /** Asks for everybody whom the person may know. */
  async load() {
    for (let since = 0, more = true; more; ) {
      const page = await this.#martlet.call("user.list", { since_id: since, limit: 200 });
      for (const user of page.users) this.#known.set(user.id, user);
      more = page.has_more && page.users.length > 0;
      since = page.users.at(-1)?.id ?? since;
    }
    this.#changed();
  }

  /** Everybody who is known, by name. */
  get all() {
    return [...this.#known.values()].sort((one, other) => this.name(one.id).localeCompare(this.name(other.id)));
  }

  /**
   * What somebody is called; asked for, if it is not known.
   * @param {number} id
   */
  name(id) {
    const user = this.#known.get(id);
    if (user) return user.display_name || user.name;
    if (!this.#asked.has(id)) void this.#ask(id);
    return `Person ${id}`;
  }

  /**
   * Somebody's name behind their initials, as every page shows people.
   * @param {number} id
   */
  badge(id) {
    const name = this.name(id);
    const picture = element("span", { class: `avatar little hue-${hue(id)}`, "aria-hidden": "true" }, initials(name));
    return element("span", { class: "who" }, picture, element("span", {}, name));
  }

  async #ask(id) {
    this.#asked.add(id);
    try {
      this.#known.set(id, await this.#martlet.call("user.get", { user_id: id }));
      this.#changed();
    } catch {
      // Somebody whom one may not know of stays a number.
    }
  }
}

/** The letters that stand for a picture of somebody. */
export function initials(name) {
  const words = name.split(/[\s\-_.]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0]);
  return letters.join("").toUpperCase() || "?";
}

/** One of eight inks, always the same one for the same number. */
export const hue = (id) => (id * 5) % 8;
