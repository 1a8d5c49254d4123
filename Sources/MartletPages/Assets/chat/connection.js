// SPDX-License-Identifier: Apache-2.0
/** Whether the page is in step with the server, in words: what one sees now may be old, and what one wrote may wait. */

import { element, setText } from "./element.js";

/** What a state means to whoever looks at the page; `now` is the browser's clock. */
export function describe({ name, reason, retryAt, queued }, now) {
  const waiting = queued === 0 ? "" : queued === 1 ? " · 1 change queued" : ` · ${queued} changes queued`;
  switch (name) {
    case "live":
      return { text: queued === 0 ? "Live" : `Live${waiting}`, isCalm: true, action: null };
    case "resuming":
      return { text: `Resuming…${waiting}`, isCalm: false, action: null };
    case "offline": {
      const seconds = retryAt ? Math.max(1, Math.ceil((retryAt - now) / 1000)) : 0;
      const next = seconds > 0 && reason !== "network" ? ` · next try in ${seconds} s` : "";
      return { text: `Offline${waiting}${next}`, isCalm: false, action: "Try now" };
    }
    case "signed-out":
      return { text: `Signed out${waiting}`, isCalm: false, action: "Sign in" };
    default:
      return { text: `${stopped[reason] ?? "Stopped by the server"}${waiting}`, isCalm: false, action: "Try again" };
  }
}

const stopped = {
  busy: "Too many open connections: close another tab",
  version: "This page is older than the server: reload it",
};

/** The line that says so, with what can be done about it. */
export class ConnectionLine {
  #timer = null;

  /**
   * @param {(state: object) => void} act what the line's button does
   * @param {"line" | "banner"} kind the line of the sidebar, which is read out, or the one that stands in for it
   */
  constructor(act, kind) {
    this.text = element("span", { class: "connection-text" });
    this.button = element("button", { type: "button", class: "link", hidden: true, onclick: () => act(this.state) });
    // Only the words are announced, and not the seconds that go by.
    this.spoken = kind === "line" && element("span", { class: "visually-hidden", role: "status" });
    this.node = element(
      "div", { class: `connection ${kind}` }, element("span", { class: "signal", "aria-hidden": "true" }), this.text,
      this.button, this.spoken
    );
  }

  draw(state) {
    this.state = state;
    clearTimeout(this.#timer);
    const { text, isCalm, action } = describe(state, Date.now());
    this.node.dataset.state = state.name;
    this.node.classList.toggle("calm", isCalm);
    setText(this.text, text);
    if (this.spoken) setText(this.spoken, `Connection: ${text.replace(/ · next try.*/, "")}`);
    this.button.hidden = action === null;
    if (action !== null) setText(this.button, action);
    if (state.retryAt) this.#timer = setTimeout(() => this.draw(this.state), 1000);
  }
}
