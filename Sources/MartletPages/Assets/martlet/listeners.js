// SPDX-License-Identifier: Apache-2.0

/** Who wants to hear what. */
export class Listeners {
  /** @type {Map<string, Set<(event: any) => void>>} */
  #byName = new Map();

  /**
   * @param {string} name
   * @param {(event: any) => void} listener
   * @returns {() => void} Ends it.
   */
  add(name, listener) {
    const listeners = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * Tells everyone who listens to a name; one that throws keeps it from nobody.
   * @param {string} name
   * @param {unknown} event
   */
  tell(name, event) {
    for (const listener of this.#byName.get(name) ?? []) {
      try {
        listener(event);
      } catch (error) {
        if (name === "error") console.error(error);
        else this.tell("error", { error, where: name });
      }
    }
  }
}
