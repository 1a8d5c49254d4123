// SPDX-License-Identifier: Apache-2.0
/** The column of channels and people, with what is unread in each. */

import { badge, channelName, peers, personName, sidebar, unreadElsewhere } from "./directory.js";
import { arrange, element, icon, iconButton, setAttribute, setText } from "./element.js";
import { avatar, presenceDot } from "./people.js";
import { isSame } from "./timeline.js";

export class Sidebar {
  #known = { channels: new Map(), direct: new Map() };
  #me = null;

  /**
   * @param {Element} node
   * @param {{ open: (channel: number) => void, act: (action: string, anchor: Element) => void, presence: (user: number) =>
   *   object }} calls
   * @param {Element} connection the line that tells how the connection is
   */
  constructor(node, calls, connection) {
    this.calls = calls;
    const act = (name) => (event) => calls.act(name, event.currentTarget);
    this.title = element("span", { class: "workspace-name" });
    this.elsewhere = element(
      "span", { class: "dot online elsewhere", hidden: true },
      element("span", { class: "visually-hidden" }, "unread in another workspace")
    );
    this.switcher = element(
      "button", { type: "button", class: "button plain workspace", "aria-haspopup": "menu", onclick: act("workspace") },
      this.title, this.elsewhere, icon("unfold")
    );
    this.lists = { channels: element("ul"), direct: element("ul") };
    this.mentions = element("span", { class: "badge accent", hidden: true });
    this.profile =
      element("button", { type: "button", class: "button plain me", "aria-haspopup": "menu", onclick: act("me") });
    const quick = (name, label, action, ...more) => element(
      "button", { type: "button", class: "place", onclick: act(action) }, icon(name),
      element("span", { class: "place-name" }, label), ...more
    );
    this.body = element(
      "div",
      { class: "sidebar-body" },
      quick("search", "Search", "search"),
      quick("mention", "Mentions", "mentions", this.mentions),
      this.#section(
        "Channels", "channels",
        [
          iconButton("search", "Browse channels", { onclick: act("browse") }),
          iconButton("add", "New channel", { onclick: act("channel") })
        ]
      ),
      this.#section("Direct messages", "direct", [iconButton("add", "New direct message", { onclick: act("direct") })]),
    );
    node.append(
      element("header", { class: "sidebar-head" }, this.switcher), this.body,
      element("footer", { class: "sidebar-foot" }, connection, this.profile)
    );
    this.body.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-channel]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      calls.open(Number(link.dataset.channel));
    });
  }

  #section(title, name, buttons) {
    this.lists[name].setAttribute("aria-label", title);
    return element(
      "section", { class: "places" }, element("div", { class: "places-head" }, element("h2", {}, title), ...buttons),
      this.lists[name]
    );
  }

  draw(state, open) {
    const workspace = state.workspaces.get(open.workspace);
    setText(this.title, workspace?.name ?? "Martlet");
    this.body.hidden = !workspace;
    const elsewhere = unreadElsewhere(state, open.workspace);
    this.elsewhere.hidden = elsewhere.unread + elsewhere.mentions === 0;
    const { channels, direct } = sidebar(state, open.workspace);
    this.#list("channels", channels, state, open);
    this.#list("direct", direct, state, open);
    const unseen = state.mentions.filter((mention) => mention.seen_at === null).length;
    this.mentions.hidden = unseen === 0;
    setText(this.mentions, String(unseen));
    this.#drawMe(state);
  }

  #list(name, places, state, open) {
    const items = places.map((place) => {
      const { channel } = place;
      const others = channel.kind === "dm" ? peers(state, channel) : [];
      return {
        key: String(channel.id),
        channel,
        name: channelName(state, channel),
        peer: others.length === 1 ? others[0] : null,
        presence: others.length === 1 ? this.calls.presence(others[0]).status : null,
        status: others.length === 1 ? this.calls.presence(others[0]).status_text : "",
        unread: place.unread,
        mentions: channel.kind === "dm" ? place.unread : place.mentions,
        capped: place.capped,
        isOpen: open.channel === channel.id,
        isInHuddle: state.huddles.has(channel.id),
      };
    });
    arrange(this.lists[name], items, this.#known[name], (item, before) => placeNode(item, state, before), isSame);
    if (items.length === 0)
      setAttribute(this.lists[name], "data-empty", name === "channels" ? "No channels yet" : "Nobody yet");
    else setAttribute(this.lists[name], "data-empty", null);
  }

  #drawMe(state) {
    const user = state.users.get(state.me);
    const presence = this.calls.presence(state.me);
    const text = presence.status_text ?? user?.status_text ?? "";
    const key = JSON.stringify([user?.display_name, user?.name, text]);
    if (key === this.#me) return;
    this.#me = key;
    this.profile.replaceChildren(
      avatar(state, state.me, "little"),
      element(
        "span", { class: "me-names" }, element("span", { class: "me-name" }, personName(state, state.me)),
        text && element("span", { class: "muted small me-status" }, text)
      ),
    );
  }
}

function placeNode(item, state, before) {
  const { channel } = item;
  const names = ["place", item.unread > 0 && "unread", item.isOpen && "open"].filter(Boolean).join(" ");
  const count = item.mentions > 0 ? item.mentions : item.unread;
  const link = element(
    "a",
    { class: names, href: `#c${channel.id}`, "data-channel": channel.id, "aria-current": item.isOpen ? "page" : null },
    sign(item, state),
    element("span", { class: "place-name" }, item.name),
    item.status && element("span", { class: "place-status muted small" }, item.status),
    item.isInHuddle &&
      element("span", { class: "in-huddle" }, icon("call"), element("span", { class: "visually-hidden" }, "huddle")),
    count > 0 &&
      element(
        "span",
        {
          class: `badge ${item.mentions > 0 ? "accent" : ""}`,
          "data-unread": item.unread,
          "data-mentions": item.mentions
        },
        badge(count, item.mentions === 0 && item.capped),
        element(
          "span", { class: "visually-hidden" }, channel.kind !== "dm" && item.mentions > 0 ? " mentions" : " unread"
        ),
      ),
  );
  if (!before) return element("li", {}, link);
  const hadFocus = before.contains(document.activeElement);
  before.replaceChildren(link);
  if (hadFocus) link.focus();
  return before;
}

function sign(item, state) {
  if (item.peer !== null) {
    return element(
      "span", { class: "with-presence" }, avatar(state, item.peer, "little"), presenceDot({ status: item.presence })
    );
  }
  if (item.channel.kind === "dm") return icon("people");
  if (item.channel.kind === "private")
    return element("span", { class: "sign" }, icon("lock"), element("span", { class: "visually-hidden" }, "private"));
  return element("span", { class: "sign", "aria-hidden": "true" }, "#");
}
