// SPDX-License-Identifier: Apache-2.0
/** What stands where no channel is open. */

import { personName } from "./directory.js";
import { element } from "./element.js";

export class Welcome {
  node = element("div", { class: "welcome" });
  #form;

  /** @param {function(string): void} form opens a form by its name */
  constructor(form) {
    this.#form = form;
  }

  draw(state, hasWorkspace) {
    const key = String(hasWorkspace);
    if (this.node.dataset.key === key) return;
    this.node.dataset.key = key;
    const content = hasWorkspace ? this.#ways() : this.#greeting(state);
    this.node.replaceChildren(element("div", { class: "empty" }, ...content));
  }

  #button(label, name, kind = "button primary") {
    return element("button", { type: "button", class: kind, onclick: () => this.#form(name) }, label);
  }

  #ways() {
    return [
      element("h1", {}, "Nothing is open"),
      element("p", { class: "muted" }, "Choose a channel, find one to join, or make the first one."),
      element(
        "div", { class: "actions" }, this.#button("Browse channels", "browse", "button"),
        this.#button("New channel", "channel")
      )
    ];
  }

  #greeting(state) {
    return [
      element("h1", {}, `Welcome, ${personName(state, state.me)}`),
      element(
        "p", { class: "muted" },
        "A workspace holds your team's channels. Make one, or ask somebody who has one to add you:"
      ),
      element("p", {}, `you are person number ${state.me}.`), this.#button("New workspace", "workspace")
    ];
  }
}
