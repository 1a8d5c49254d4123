// SPDX-License-Identifier: Apache-2.0
/** Completes a name after an @ while it is written. */

import { element, setAttribute } from "./element.js";

const begun = /(?:^|[\s([{"'])@([^\s@]{0,40})$/u;
let lists = 0;

export class Completion {
  #input;
  #find;
  #found = [];
  #chosen = 0;

  /**
   * @param {HTMLTextAreaElement} input
   * @param {(text: string) => { name: string, label: string, node: Node }[]} find who may be meant
   */
  constructor(input, find) {
    this.#input = input;
    this.#find = find;
    this.id = `completion-${(lists += 1)}`;
    this.list =
      element("ul", { class: "menu completion", role: "listbox", id: this.id, "aria-label": "People", hidden: true });
    setAttribute(input, "aria-autocomplete", "list");
    setAttribute(input, "aria-controls", this.id);
    this.list.addEventListener("pointerdown", (event) => {
      // The text keeps the focus.
      event.preventDefault();
      const index = [...this.list.children].indexOf(event.target.closest("li"));
      if (index >= 0) this.#take(index);
    });
    input.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Looks at what stands before the caret. */
  update() {
    const text = this.#input.value.slice(0, this.#input.selectionStart);
    const match = begun.exec(text);
    this.#found = match ? this.#find(match[1]) : [];
    if (this.#found.length === 0) return this.close();
    this.#chosen = 0;
    const items = this.#found.map(
      (item, index) => element(
        "li", { role: "option", id: `${this.id}-${index}`, "aria-selected": index === 0 ? "true" : "false" }, item.node,
        element("span", {}, item.label), element("span", { class: "muted" }, `@${item.name}`)
      ),
    );
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    setAttribute(this.#input, "aria-activedescendant", `${this.id}-0`);
  }

  close() {
    this.list.hidden = true;
    setAttribute(this.#input, "aria-activedescendant", null);
  }

  /** Whether the key was meant for the list. */
  keyPressed(event) {
    if (!this.isOpen) return false;
    const count = this.#found.length;
    if (event.key === "ArrowDown") this.#choose((this.#chosen + 1) % count);
    else if (event.key === "ArrowUp") this.#choose((this.#chosen + count - 1) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#chosen);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #choose(index) {
    setAttribute(this.list.children[this.#chosen], "aria-selected", "false");
    this.#chosen = index;
    setAttribute(this.list.children[index], "aria-selected", "true");
    setAttribute(this.#input, "aria-activedescendant", `${this.id}-${index}`);
    this.list.children[index].scrollIntoView({ block: "nearest" });
  }

  #take(index) {
    const caret = this.#input.selectionStart;
    const begin = this.#input.value.lastIndexOf("@", caret - 1);
    this.#input.setRangeText(`@${this.#found[index].name} `, begin, caret, "end");
    this.close();
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
