// SPDX-License-Identifier: Apache-2.0
/** What stands above a channel's messages: its name, its people, its huddle, and the ways to the rest. */

import { channelName, personName, rights } from "./directory.js";
import { element, icon, iconButton, setAttribute, setText } from "./element.js";

export class RoomHeader {
  #name = element("h1", { class: "room-name" });
  #topic = element("p", { class: "room-topic muted small" });
  #count = element("span", { class: "number" });
  #people;
  #huddle;
  #presence;

  /**
   * @param {{ back: function(): void, toggle: function(string): void, more: function(Element): void,
   *   huddle: function(): void, presence: function(number): object }} acts what its buttons do, and who is there
   */
  constructor({ back, toggle, more, huddle, presence }) {
    const panel = (kind) => () => toggle(kind);
    this.#presence = presence;
    this.#huddle = element("button", { type: "button", class: "button plain huddle", onclick: huddle });
    this.#people = element(
      "button", { type: "button", class: "button plain", title: "People", onclick: panel("people") }, icon("people"),
      this.#count
    );
    this.node = element(
      "header",
      { class: "room-head" },
      iconButton("back", "Back to the channels", { class: "back", onclick: back }),
      element("div", { class: "room-titles" }, this.#name, this.#topic),
      this.#huddle,
      this.#people,
      iconButton("pin", "Pinned messages", { onclick: panel("pins"), class: "wide-only" }),
      iconButton("canvas", "Canvases", { onclick: panel("canvases"), class: "wide-only" }),
      iconButton(
        "menu", "More about this channel",
        { "aria-haspopup": "menu", onclick: (event) => more(event.currentTarget) }
      ),
    );
  }

  draw(state, channel) {
    const isDirect = channel.kind === "dm";
    const name = channelName(state, channel);
    setText(this.#name, isDirect ? name : `${channel.kind === "private" ? "" : "#"}${name}`);
    setText(this.#topic, isDirect ? this.#status(state, channel) : channel.topic);
    setText(this.#count, String(isDirect ? channel.member_ids.length : channel.member_count));
    setAttribute(this.#people, "aria-label", `${this.#count.textContent} people`);
    this.#drawHuddle(state, channel);
  }

  /** How the other person of a conversation of two is. */
  #status(state, channel) {
    const others = channel.member_ids.filter((id) => id !== state.me);
    if (others.length !== 1) return "";
    const { status, status_text: text } = this.#presence(others[0]);
    return text ? `${status} · ${text}` : (status ?? "offline");
  }

  #drawHuddle(state, channel) {
    const huddle = state.huddles.get(channel.id);
    const isIn = huddle?.participants.includes(state.me) ?? false;
    const count = huddle?.participants.length ?? 0;
    const label = isIn ? "Leave huddle" : huddle ? "Join huddle" : "Start huddle";
    const who = huddle ? huddle.participants.map((id) => personName(state, id)).join(", ") : "";
    const button = this.#huddle;
    button.hidden = !rights(state, channel).mayWrite;
    button.classList.toggle("going-on", count > 0);
    const key = `${label} ${count} ${who}`;
    if (button.dataset.key === key) return;
    button.dataset.key = key;
    button.title = who ? `${label}: ${who}` : label;
    button.replaceChildren(
      icon("call"), element("span", { class: "wide-only" }, label),
      count > 0 ?
        element("span", { class: "number" }, String(count), element("span", { class: "visually-hidden" }, " in it")) :
        ""
    );
    setAttribute(button, "aria-label", count > 0 ? `${label}, ${who}` : label);
  }
}
