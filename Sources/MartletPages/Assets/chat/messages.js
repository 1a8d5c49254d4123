// SPDX-License-Identifier: Apache-2.0
/**
 * A list of messages that may go on for ever: of the messages a room holds it has nodes for the stretch around what is
 * on the screen, and of what the server holds the room has the stretch around that.
 *
 * At its end it follows what is said. Anywhere else it stays where the reader is, whatever happens above or below.
 */

import { arrange, element, icon, iconButton, setAttribute, setText } from "./element.js";
import { find, place } from "./room.js";
import { rowNode } from "./row.js";
import { isHidden, isSame, rows } from "./timeline.js";

/** How many messages there are nodes for while the list follows: a tall screen and some more. */
const tail = 60;
/** How many nodes are added at once, and how many there may be before some go at the other end. */
const step = 40;
const most = 200;
/** How near to an end of the nodes more are added, and how near to an end of what is held more is fetched. */
const near = 900;
const fetchNear = 60;
/** How near to the end counts as there, in pixels. */
const slack = 40;

export class MessageList {
  #known = new Map();
  #room = null;
  #firstId = null;
  #lastId = null;
  #view = { newSince: null, emphasised: null };
  #state = null;
  #calls;
  #pill;
  #toolbar;
  #reveal = null;
  #ownScroll = -1;

  /**
   * @param {string} label what it is called
   * @param {{ load: (room: object, side: "older" | "newer") => void, latest: (room: object) => void, act: (action: string,
   *   message: object, detail: object) => void, moved: () => void, may: (message: object) => object }} calls
   */
  constructor(label, calls) {
    this.#calls = calls;
    this.following = true;
    this.list = element("ol", { class: "rows" });
    // What is new is told by the announcer, a sentence at a time; a list that moves under the reader would tell all of it.
    this.scroller =
      element("div", { class: "messages", role: "log", "aria-live": "off", "aria-label": label }, this.list);
    this.#pill = element("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toEnd() });
    this.node = element("div", { class: "messages-frame" }, this.scroller, this.#pill);
    this.#toolbar = this.#makeToolbar();
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.list.addEventListener("click", (event) => this.#clicked(event));
    this.list.addEventListener("pointerover", (event) => this.#showToolbar(event.target, event.pointerType));
    this.list.addEventListener(
      "pointerleave", () => this.#toolbar.closest("li")?.contains(document.activeElement) || this.#toolbar.remove()
    );
    this.list.addEventListener("focusin", (event) => this.#focused(event));
    this.list.addEventListener("keydown", (event) => this.#keyPressed(event));
    new ResizeObserver(() => this.#keepEnd()).observe(this.list);
    new ResizeObserver(() => this.#keepEnd()).observe(this.scroller);
  }

  /** Begins afresh, at the end of a room. */
  open(newSince) {
    this.following = true;
    this.#room = null;
    this.#firstId = this.#lastId = null;
    this.#view = { newSince, emphasised: null };
    this.#reveal = newSince === null ? null : "new";
    for (const { node } of this.#known.values()) node.remove();
    this.#known.clear();
  }

  /** Goes to a message and shows which it is, as soon as the room holds it. */
  reveal(id) {
    this.#view = { ...this.#view, emphasised: id };
    this.#reveal = id;
    this.following = false;
  }

  /** Goes to what was said last. */
  toEnd() {
    this.following = true;
    this.#pill.hidden = true;
    if (this.#room?.newer) this.#calls.latest(this.#room);
    this.draw(this.#state, this.#room);
  }

  /** Whether the last message that was said is on the screen. */
  get isAtEnd() {
    return this.following && !!this.#room?.ready && !this.#room.newer;
  }

  /** The first message there is a node for: where a window begins that is fetched again. */
  get firstId() {
    return this.#firstId;
  }

  draw(state, room) {
    if (!room) return;
    const isOther = this.#room !== room;
    this.#state = state;
    this.#room = room;
    if (typeof this.#reveal === "number" && find(room.messages, this.#reveal)) this.#centre(this.#reveal);
    const [from, to] = this.#range(room);
    const items = rows(state, room, from, to, this.#view);
    const anchor = this.following ? null : this.#anchor();
    const focus = this.#focusKept();
    const hasChanged = arrange(this.list, items, this.#known, (item) => rowNode(item, state), isSame);
    if (hasChanged) focus();
    this.#rove();
    if (hasChanged) {
      if (this.following) this.#keepEnd();
      else this.#restore(anchor);
    }
    this.#showReveal();
    this.#drawPill(room, to);
    setAttribute(this.scroller, "aria-busy", room.ready ? null : "true");
    // At the very end of what there is nothing scrolls, so nobody would say that more is wanted.
    if ((hasChanged || isOther) && room.ready && this.#reveal === null) this.#extend();
  }

  /** Remembers where focus and toolbar are, for rows that are built anew; returns what puts them back. */
  #focusKept() {
    const focused = document.activeElement;
    const row = this.list.contains(focused) ? focused.closest("li") : null;
    const key = row && this.#keyOf(row);
    const tools = this.#toolbar.closest("li");
    const toolsKey = tools && this.#keyOf(tools);
    return () => {
      if (toolsKey && !this.list.contains(this.#toolbar)) this.#known.get(toolsKey)?.node.append(this.#toolbar);
      if (key && document.activeElement !== focused) {
        const target = this.#toolbar.contains(focused) ? focused : this.#known.get(key)?.node;
        target?.focus({ preventScroll: true });
      }
    };
  }

  /** The places of the messages there shall be nodes for. */
  #range(room) {
    const { messages } = room;
    const count = messages.length;
    if (this.following && !room.newer) {
      const first = this.#firstId === null ? count - tail : place(messages, this.#firstId);
      const from = Math.max(0, count - first > most || count - first < tail ? count - tail : first);
      this.#firstId = messages[from]?.id ?? null;
      this.#lastId = messages[count - 1]?.id ?? null;
      return [from, count];
    }
    if (this.#firstId === null) {
      this.#firstId = messages[Math.max(0, count - tail)]?.id ?? null;
      this.#lastId = messages[count - 1]?.id ?? null;
    }
    let from = Math.min(place(messages, this.#firstId ?? 0), count);
    let to = Math.min(place(messages, (this.#lastId ?? 0) + 1), count);
    if (to <= from) [from, to] = [Math.max(0, count - tail), count];
    return [from, to];
  }

  #centre(id) {
    const { messages } = this.#room;
    const at = place(messages, id);
    this.#firstId = messages[Math.max(0, at - step)].id;
    this.#lastId = messages[Math.min(messages.length - 1, at + step)].id;
  }

  #showReveal() {
    if (this.#reveal === null || !this.#room.ready) return;
    const key = this.#reveal === "new" ? "new" : `message ${this.#reveal}`;
    const node = this.#known.get(key)?.node;
    if (this.#reveal === "new") {
      this.#reveal = null;
      const rest = node ? this.scroller.scrollHeight - node.offsetTop : 0;
      if (rest <= this.scroller.clientHeight) return;
      this.#scrollTo(node.offsetTop - slack);
    } else if (node) {
      this.#reveal = null;
      this.#scrollTo(node.offsetTop - this.scroller.clientHeight / 3);
      node.focus({ preventScroll: true });
    }
    if (this.#reveal === null) this.#judge();
  }

  /** Decides from where the reader is whether the list follows what is said. */
  #judge() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const isLast = this.#lastId === (this.#room.messages.at(-1)?.id ?? null) && !this.#room.newer;
    const following = isLast && scrollHeight - scrollTop - clientHeight < slack;
    if (following === this.following) return;
    this.following = following;
    this.#calls.moved();
  }

  #scrollTo(top) {
    this.scroller.scrollTop = top;
    this.#ownScroll = this.scroller.scrollTop;
  }

  #keepEnd() {
    if (this.following) this.#scrollTo(this.scroller.scrollHeight);
  }

  /** A row on the screen and where it is, to be found there again. */
  #anchor() {
    const top = this.scroller.scrollTop;
    for (const node of this.list.children) {
      if (node.offsetTop + node.offsetHeight > top) return { node, key: this.#keyOf(node), top: node.offsetTop - top };
    }
    return null;
  }

  #keyOf(node) {
    if (node.dataset.message) return `message ${node.dataset.message}`;
    for (const [key, item] of this.#known) if (item.node === node) return key;
    return null;
  }

  #restore(anchor) {
    const node = anchor && this.#known.get(anchor.key)?.node;
    if (!node) return;
    const top = node.offsetTop - anchor.top;
    if (Math.abs(top - this.scroller.scrollTop) >= 1) this.#scrollTo(top);
  }

  #scrolled() {
    if (!this.#room || !this.#state) return;
    const isOwn = Math.abs(this.scroller.scrollTop - this.#ownScroll) < 1;
    this.#ownScroll = -1;
    if (!isOwn) this.#judge();
    this.#extend();
  }

  /** Adds nodes at the end the reader comes near to, lets some go at the other, and asks for more in time. */
  #extend() {
    const { scrollTop: above, scrollHeight, clientHeight } = this.scroller;
    if (clientHeight === 0) return;
    const below = scrollHeight - above - clientHeight;
    const room = this.#room;
    const { messages } = room;
    const [from, to] = this.#range(room);
    let first = from;
    let last = to;
    if (above < near && from > 0) {
      first = Math.max(0, from - step);
      if (!this.following) last = Math.min(to, first + most);
    } else if (below < near && to < messages.length) {
      last = Math.min(messages.length, to + step);
      first = Math.max(from, last - most);
    }
    if (above < near && first < fetchNear && room.older) this.#calls.load(room, "older");
    if (below < near && messages.length - last < fetchNear && room.newer) this.#calls.load(room, "newer");
    if (first === from && last === to) return;
    this.following &&= last === messages.length && below < slack;
    this.#firstId = messages[first].id;
    this.#lastId = messages[last - 1].id;
    this.draw(this.#state, room);
  }

  #drawPill(room, to) {
    const unseen = room.messages.length - to;
    const isShown = !this.following && room.ready && (unseen > 0 || room.newer);
    if (this.#pill.hidden === isShown) this.#pill.hidden = !isShown;
    if (!isShown) return;
    const count = unseen > 99 || room.newer ? "Later messages" :
      unseen === 1                          ? "1 later message" :
                                              `${unseen} later messages`;
    if (this.#pill.dataset.count === count) return;
    this.#pill.dataset.count = count;
    this.#pill.replaceChildren(icon("down"), count);
  }

  // One row can be reached with Tab, and the arrows go from there.
  #rove() {
    const current = this.list.querySelector('li[tabindex="0"]');
    const items = [...this.list.children].filter((node) => node.hasAttribute("tabindex"));
    const chosen = current && !this.following ?
      current :
      (items.find((node) => node.contains(document.activeElement)) ?? items.at(-1));
    if (current && current !== chosen) current.setAttribute("tabindex", "-1");
    if (chosen) setAttribute(chosen, "tabindex", "0");
  }

  #focused(event) {
    const row = event.target.closest("li.message");
    if (!row) return;
    for (const other of this.list.querySelectorAll("li[tabindex=\"0\"]"))
      if (other !== row) other.setAttribute("tabindex", "-1");
    row.setAttribute("tabindex", "0");
    this.#showToolbar(event.target, "");
  }

  #message(node) {
    const id = Number(node?.closest("[data-message]")?.dataset.message);
    return id ? find(this.#room.messages, id) : undefined;
  }

  #clicked(event) {
    const target = event.target.closest("[data-action]");
    if (!target) {
      this.#showToolbar(event.target, "click");
      return;
    }
    const { action, emoji, id } = target.dataset;
    this.#calls.act(action, this.#message(target), { emoji, id, anchor: target });
  }

  #keyPressed(event) {
    const row = event.target.closest("li");
    if (event.target !== row) {
      if (event.key === "Escape" && row?.contains(this.#toolbar)) row.focus();
      return;
    }
    const moves = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key in moves && !event.altKey) {
      event.preventDefault();
      this.#move(row, moves[event.key]);
      return;
    }
    const actions = { e: "edit", r: "thread", t: "thread", p: "pin", "+": "emoji", Delete: "delete", Enter: "thread" };
    const action = actions[event.key];
    const message = this.#message(row);
    if (!action || !message || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#calls.may(message)[action] !== true) return;
    event.preventDefault();
    this.#calls.act(action, message, { anchor: row });
  }

  #move(row, direction) {
    const side = direction < 0 ? "previousElementSibling" : "nextElementSibling";
    let next = row[side];
    while (next && !next.hasAttribute("tabindex")) next = next[side];
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    }
  }

  #makeToolbar() {
    const make = (name, label, action) => iconButton(name, label, { "data-action": action });
    return element(
      "div",
      { class: "message-tools", role: "group", "aria-label": "What to do with this message" },
      make("emoji", "React", "emoji"),
      make("reply", "Reply in thread", "thread"),
      make("edit", "Edit", "edit"),
      make("menu", "More", "more"),
    );
  }

  #showToolbar(target, pointer) {
    const row = target.closest("li.message");
    if (!row || row.contains(this.#toolbar) || pointer === "touch") return;
    const message = this.#message(row);
    if (!message || isHidden(message)) return;
    const may = this.#calls.may(message);
    for (const button of this.#toolbar.children) button.hidden = may[button.dataset.action] !== true;
    row.append(this.#toolbar);
  }

  /** Says what the list is called. */
  set label(text) {
    setAttribute(this.scroller, "aria-label", text);
  }

  /** Shows something where the conversation began. */
  set beginning(text) {
    const node = this.#known.get("start")?.node;
    if (node) setText(node, text);
  }
}
