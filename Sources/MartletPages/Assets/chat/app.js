// SPDX-License-Identifier: Apache-2.0
/** The chat page: what is open, how one gets about, and what is drawn when. */

import { MartletError, connect } from "../martlet.js";
import { Actions } from "./actions.js";
import { Announcer } from "./announcer.js";
import { ConnectionLine } from "./connection.js";
import { Conversation } from "./conversation.js";
import { calling, channelName, personName, sidebar } from "./directory.js";
import { element, iconButton, setAttribute } from "./element.js";
import { Loop } from "./loop.js";
import { channelKey, find, threadKey } from "./room.js";
import { RoomHeader } from "./room-header.js";
import { Sidebar } from "./sidebar.js";
import { Welcome } from "./welcome.js";

const route = /^#c(\d+)(?:m(\d+))?$/;
const lastKey = (user) => `martlet.chat.last.${user}`;
/** How long a toast stays, in milliseconds. */
const toastLasts = 10_000;
const byId = (id) => document.getElementById(id);

export class App {
  /** What is open: a workspace, a channel in it, and what stands beside it. */
  open = { workspace: null, channel: null, panel: null };
  #panel = null;
  #drawnPanel = null;
  #isShown = null;
  #peopleOf = new Set();
  /** The dead letters that have been told of; none before the first reading. */
  #told = { letters: null, ids: new Set() };
  /** Whether whoever opened a room is to write next. */
  #wantsFocus = false;

  /** @param {{ user_id: number, mode: string, operator: boolean, logout_url: ?string }} standing who is signed in, and how */
  constructor(standing) {
    this.standing = standing;
    /** Resolves once there is something to look at. */
    this.shown = new Promise((resolve) => (this.#isShown = resolve));
    this.loop = new Loop((state) => this.#draw(state));
    this.martlet = connect({ user: standing.user_id, load: (all, { reason }) => this.#load(all, reason) });
    this.actions = new Actions(this.martlet, this.loop);
    this.connections = ["line", "banner"].map((kind) => new ConnectionLine((state) => this.#repair(state), kind));
    this.sidebar = new Sidebar(
      byId("sidebar"), {
        open: (id) => this.openChannel(id),
        act: (action, anchor) => this.#act(action, anchor),
        presence: (id) => this.martlet.presence.of(id)
      },
      this.connections[0].node
    );
    this.main = byId("conversation");
    this.announcer = new Announcer(byId("announcer"));
    this.conversation = new Conversation(this, "Message");
    this.header = new RoomHeader({
      back: () => this.#back(),
      toggle: (kind) => this.togglePanel(kind),
      more: (anchor) => this.#menu("channelMenu", anchor),
      huddle: () => this.#huddle(),
      presence: (id) => this.martlet.presence.of(id)
    });
    this.welcome = new Welcome((name) => this.form(name));
    this.#listen();
    for (const line of this.connections) line.draw(this.martlet.state);
  }

  get state() {
    return this.loop.state;
  }

  // From the server

  #listen() {
    const { martlet, loop } = this;
    martlet.on("*", (frame) => {
      if (frame.seq === undefined && frame.type !== "typing") return;
      loop.push(frame);
    });
    for (const name of ["presence", "typists"]) martlet.on(name, () => loop.redraw());
    for (const name of ["entry", "deadletters"]) martlet.on(name, () => this.actions.readOutbox());
    martlet.on("state", (state) => {
      for (const line of this.connections) line.draw(state);
      if (state.name === "live") this.actions.sendMarks();
    });
    martlet.on("message.created", ({ data }) => this.#tell(data.message));
    addEventListener("popstate", () => this.#followRoute());
    addEventListener("keydown", (event) => this.#keyPressed(event));
    document.addEventListener("visibilitychange", () => loop.redraw());
    addEventListener("focus", () => loop.redraw());
  }

  /** Takes in everything the server says of now, and what is on the screen once more. */
  async #load(all) {
    const { loop, actions } = this;
    loop.settle();
    loop.push({ type: "loaded", all });
    loop.settle();
    await actions.readOutbox();
    this.#peopleOf.clear();
    if (this.open.workspace === null || !this.state.workspaces.has(this.open.workspace)) this.#chooseStart();
    else this.#showWorkspace(this.open.workspace);
    await Promise.all(this.#shownLists().map(
      ([room, list]) => actions.again(room, list.following ? null : list.firstId).catch(() => {})
    ));
    loop.settle();
    loop.redraw();
  }

  #shownLists() {
    const lists = [[this.conversation.room, this.conversation.messages]];
    if (this.#panel && this.open.panel?.kind === "thread")
      lists.push([this.#panel.thread.room, this.#panel.thread.messages]);
    return lists.filter(([room]) => room && !room.ready);
  }

  #tell(message) {
    if (message.user_id === this.state.me || message.channel_id !== this.open.channel || document.hidden) return;
    this.announcer.say(`${personName(this.state, message.user_id)}: ${message.body || "an attachment"}`);
  }

  // Getting about

  #chooseStart() {
    const wanted = route.exec(location.hash);
    if (wanted && this.state.places.has(Number(wanted[1]))) return this.#followRoute();
    const { workspace, channel } = this.#last();
    const known = this.state.workspaces.has(workspace) ? workspace : this.state.workspaces.keys().next().value;
    if (known === undefined) return this.#showNothing();
    this.#showWorkspace(known);
    if (wanted) this.attempt(() => this.#openById(Number(wanted[1]), Number(wanted[2]) || null));
    else if (!this.#isNarrow) this.#openFirst(known, channel);
  }

  #last() {
    try {
      return JSON.parse(localStorage.getItem(lastKey(this.martlet.user)) ?? "{}");
    } catch {
      return {};
    }
  }

  #remember() {
    try {
      localStorage.setItem(
        lastKey(this.martlet.user), JSON.stringify({ workspace: this.open.workspace, channel: this.open.channel })
      );
    } catch {
      // A browser that stores nothing begins at the first channel.
    }
  }

  get #isNarrow() {
    return matchMedia("(max-width: 44rem)").matches;
  }

  #showNothing() {
    this.open = { workspace: null, channel: null, panel: null };
    this.loop.redraw();
  }

  #showWorkspace(id) {
    this.open.workspace = id;
    if (this.#peopleOf.has(id)) return;
    this.#peopleOf.add(id);
    this.attempt(() => this.actions.loadPeople(id), { isQuiet: true });
  }

  openWorkspace(id) {
    this.#showWorkspace(id);
    this.closePanel();
    this.#openFirst(id, null);
  }

  #openFirst(workspace, wanted) {
    const { channels, direct } = sidebar(this.state, workspace);
    const places = [...channels, ...direct];
    // Who comes for the first time sees the channel that everybody began with.
    const oldest = places.toSorted((one, other) => one.channel.id - other.channel.id)[0];
    const place = places.find((other) => other.channel.id === wanted) ?? oldest;
    if (place) this.openChannel(place.channel.id, { replaces: true });
    else {
      this.open.channel = null;
      this.loop.redraw();
    }
  }

  /** Opens a channel that is known, at its end, or at one of its messages. */
  openChannel(id, { message = null, replaces = false, isFollowed = false } = {}) {
    const place = this.state.places.get(id);
    if (!place) return;
    const isOther = this.open.channel !== id;
    this.#showWorkspace(place.channel.workspace_id);
    this.open.channel = id;
    if (isOther) {
      this.conversation.open(channelKey(id), place.unread > 0 ? place.lastRead : null);
      if (this.open.panel && this.open.panel.channel !== id) this.closePanel();
    }
    if (!isFollowed) history[replaces ? "replaceState" : "pushState"](null, "", `#c${id}`);
    this.#remember();
    if (message === null) this.attempt(() => this.actions.openRoom(id));
    else this.attempt(() => this.#reveal(id, message));
    this.loop.settle();
    this.loop.redraw();
    this.#wantsFocus = !this.#isNarrow && message === null;
  }

  async #reveal(channel, id) {
    const room = this.state.rooms.get(channelKey(channel));
    this.conversation.messages.reveal(id);
    if (!room?.ready || !find(room.messages, id)) await this.actions.around(channel, null, id);
    this.loop.redraw();
  }

  /** Opens a channel that was made or found just now. */
  openNew(channel) {
    const isMember = channel.is_member !== false && channel.archived_at === null;
    this.loop.settle();
    if (!this.state.places.has(channel.id)) {
      this.loop.push(isMember ? { type: "channel.added", data: { channel } } : { type: "previewed", channel });
      this.loop.settle();
    }
    this.openChannel(channel.id);
  }

  async #openById(id, message) {
    if (!this.state.places.has(id))
      this.loop.push({ type: "previewed", channel: await this.actions.call("channel.get", { channel_id: id }) });
    this.loop.settle();
    this.openChannel(id, { message, replaces: true });
  }

  #followRoute() {
    const wanted = route.exec(location.hash);
    if (!wanted) {
      this.open.channel = this.#isNarrow ? null : this.open.channel;
      this.loop.redraw();
      return;
    }
    const id = Number(wanted[1]);
    if (this.state.places.has(id)) this.openChannel(id, { message: Number(wanted[2]) || null, isFollowed: true });
    else this.attempt(() => this.#openById(id, Number(wanted[2]) || null));
  }

  linkTo(message) {
    return `${location.origin}/#c${message.channel_id}m${message.thread_id ?? message.id}`;
  }

  /** Shows a message where it was said: in its channel, or beside it in its thread. */
  async goTo(message) {
    await this.attempt(async () => {
      const { channel_id: channel, thread_id: thread } = message;
      if (!this.state.places.has(channel)) {
        this.loop.push({ type: "previewed", channel: await this.actions.call("channel.get", { channel_id: channel }) });
        this.loop.settle();
      }
      this.openChannel(channel, { message: thread ?? message.id });
      if (thread !== null) await this.openPanel({ kind: "thread", channel, thread });
      else if (this.#isNarrow) this.closePanel();
    });
  }

  async join(id) {
    await this.attempt(async () => {
      const channel = await this.actions.call("channel.join", { channel_id: id });
      this.loop.settle();
      const place = this.state.places.get(id);
      if (!place || place.isPreview) this.loop.push({ type: "channel.added", data: { channel } });
      this.loop.settle();
      this.openChannel(id);
    });
  }

  async messagePerson(user) {
    await this.attempt(async () => {
      this.openNew(
        await this.actions.call("channel.create", { workspace_id: this.open.workspace, kind: "dm", peer_ids: [user] })
      );
    });
  }

  async setRole(workspace, user, role) {
    await this.attempt(async () => {
      await this.actions.call("workspace.member_update", { workspace_id: workspace, user_id: user, role });
      if (this.open.panel?.kind === "people") this.openPanel({ ...this.open.panel });
    });
  }

  #step(direction, isUnread) {
    const { channels, direct } = sidebar(this.state, this.open.workspace);
    const places = [...channels, ...direct];
    const at = places.findIndex((place) => place.channel.id === this.open.channel);
    for (let step = 1; step <= places.length; step++) {
      const place = places[(at + direction * step + places.length * 2) % places.length];
      if (!isUnread || place.unread > 0) return this.openChannel(place.channel.id);
    }
  }

  // The panel

  async openPanel(panel) {
    this.open.panel = panel;
    if (!this.#panel) {
      const { Panel } = await import("./panel.js");
      this.#panel ??= new Panel(byId("panel"), this);
    }
    this.loop.redraw();
  }

  /** Shows something of the open channel, or puts it away. */
  togglePanel(kind) {
    const isShown = this.open.panel?.kind === kind && this.open.panel.channel === this.open.channel;
    if (isShown) this.closePanel();
    else this.openPanel({ kind, channel: this.open.channel });
  }

  closePanel() {
    if (!this.open.panel) return;
    this.open.panel = null;
    this.loop.redraw();
    this.conversation.composer.focus();
  }

  /** Puts a form into the panel that is open. */
  panelForm(nodes) {
    this.#panel.edit(nodes);
  }

  /** A message that is held, wherever it was fetched for. */
  message(channel, id) {
    const room = this.state.rooms.get(channelKey(channel));
    const message = room && find(room.messages, id);
    if (message) return message;
    const key = threadKey(id);
    this.#roots ??= new Map();
    if (!this.#roots.has(key)) {
      this.#roots.set(key, null);
      this.attempt(async () => {
        this.#roots.set(key, await this.actions.call("message.get", { message_id: id }));
        this.loop.redraw();
      });
    }
    return this.#roots.get(key);
  }

  #roots = null;

  // What one can do

  #act(action, anchor) {
    switch (action) {
      case "workspace":
        return this.#menu("workspaceMenu", anchor);
      case "me":
        return this.#menu("ownMenu", anchor);
      case "search":
      case "mentions":
        return this.openPanel({ kind: action });
      default:
        return this.form(action);
    }
  }

  async #menu(name, anchor) {
    const menus = await import("./menus.js");
    menus[name](this, anchor);
  }

  async form(name, ...about) {
    const { forms } = await import("./forms.js");
    await this.attempt(() => forms[name](this, ...about));
  }

  async signOut() {
    await this.attempt(async () => {
      await this.martlet.signOut();
      location.assign(this.standing.logout_url ?? "/signin?out");
    });
  }

  #repair({ name }) {
    if (name === "signed-out") location.assign(`/signin?to=${encodeURIComponent(`/${location.hash}`)}`);
    else this.martlet.retry();
  }

  /** Does something; what goes wrong is said in a toast. */
  async attempt(action, { isQuiet = false } = {}) {
    try {
      return await action();
    } catch (error) {
      if (!isQuiet || !error?.retryable) await this.#complain(error);
      return undefined;
    }
  }

  async #complain(error) {
    const { explain } = await import("./dialog.js");
    this.toast(explain(error));
    if (!(error instanceof MartletError)) throw error;
  }

  /** Says for a while what went wrong. */
  toast(text) {
    const toast = element(
      "div", { class: "toast danger" }, element("span", {}, text),
      iconButton("close", "Dismiss", { onclick: () => toast.remove() })
    );
    byId("toasts").append(toast);
    setTimeout(() => toast.remove(), toastLasts);
  }

  #keyPressed(event) {
    const isCommand = event.ctrlKey || event.metaKey;
    const isInDialog = document.querySelector("dialog[open], .popover:popover-open") !== null;
    if (isCommand && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!isInDialog) import("./switcher.js").then(({ openSwitcher }) => openSwitcher(this));
    } else if (isInDialog || event.defaultPrevented) {
      return;
    } else if (isCommand && event.shiftKey && event.key.toLowerCase() === "f") {
      event.preventDefault();
      this.openPanel({ kind: "search" });
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      this.#step(event.key === "ArrowUp" ? -1 : 1, event.shiftKey);
    } else if (event.key === "Escape") {
      if (this.open.panel) this.closePanel();
      else this.conversation.composer.focus();
    } else if (event.target === document.body && event.key.length === 1 && !isCommand && !event.altKey) {
      this.conversation.composer.focus();
    }
  }

  #back() {
    this.open.channel = null;
    this.closePanel();
    history.pushState(null, "", location.pathname);
    this.loop.redraw();
  }

  #huddle() {
    const huddle = this.state.huddles.get(this.open.channel);
    const isIn = huddle?.participants.includes(this.state.me);
    this.attempt(async () => {
      if (isIn) await this.actions.call("huddle.leave", { room_id: huddle.room_id });
      else if (huddle) await this.actions.call("huddle.join", { room_id: huddle.room_id });
      else await this.actions.call("huddle.start", { channel_id: this.open.channel });
    });
  }

  // Drawing

  #draw(state) {
    const { open } = this;
    if (!state.isLoaded) return;
    if (open.workspace !== null && !state.workspaces.has(open.workspace)) return this.#chooseStart();
    if (open.workspace === null && state.workspaces.size > 0) return this.#chooseStart();
    const place = state.places.get(open.channel);
    if (open.channel !== null && !place) {
      open.channel = null;
      if (!this.#isNarrow) return this.#openFirst(open.workspace, null);
    }
    this.sidebar.draw(state, open);
    byId("chat").dataset.view = open.panel ? "panel" : place ? "room" : "list";
    setAttribute(this.main, "aria-busy", null);
    if (place) this.#drawRoom(state, place);
    else this.#drawWelcome(state);
    this.#drawPanel(state);
    this.#tellRefused(state);
    this.#drawTitle(state, place);
    this.actions.resolve(state.doubts);
    if (!place || state.rooms.get(channelKey(open.channel))?.ready) this.#isShown();
  }

  #drawRoom(state, place) {
    const { channel } = place;
    if (this.header.node.parentNode !== this.main)
      this.main.replaceChildren(this.header.node, this.connections[1].node, this.conversation.node);
    this.header.draw(state, channel);
    const room = state.rooms.get(channelKey(channel.id));
    if (room && !room.ready) this.attempt(() => this.actions.openRoom(channel.id), { isQuiet: true });
    this.conversation.draw(state, channel);
    if (this.#wantsFocus) {
      this.#wantsFocus = false;
      this.conversation.composer.focus();
    }
    this.#markRead(channel, room);
  }

  /** What is on the screen, of a page somebody looks at, has been read. */
  #markRead(channel, room) {
    if (document.hidden || !this.conversation.messages.isAtEnd || (this.#isNarrow && this.open.panel)) return;
    const last = room.messages.at(-1);
    if (last) this.actions.markRead(channel.id, last.id);
  }

  #drawWelcome(state) {
    this.welcome.draw(state, this.open.workspace !== null);
    if (this.welcome.node.parentNode !== this.main) this.main.replaceChildren(this.welcome.node);
  }

  #drawPanel(state) {
    const node = byId("panel");
    const { panel } = this.open;
    node.hidden = panel === null;
    if (!panel) this.#drawnPanel = null;
    if (!panel || !this.#panel) return;
    if (this.#drawnPanel !== panel) {
      this.#drawnPanel = panel;
      this.#panel.open(panel);
    } else {
      this.#panel.draw(state);
    }
  }

  /** Says what the server refused, unless it stands where it was written. */
  #tellRefused(state) {
    if (state.dead === this.#told.letters) return;
    const isNew = (letter) => this.#told.letters !== null && !this.#told.ids.has(letter.id);
    for (const letter of state.dead.filter(isNew)) {
      if (letter.method === "message.send" && letter.params.channel_id === this.open.channel) continue;
      const what = letter.params.body ? `“${letter.params.body.slice(0, 60)}”` : "A change";
      this.toast(`${what} was not sent: ${letter.reason}`);
    }
    this.#told = { letters: state.dead, ids: new Set(state.dead.map((letter) => letter.id)) };
  }

  #drawTitle(state, place) {
    const count = calling(state);
    const name = place ? channelName(state, place.channel) : "Chat";
    const title = `${count > 0 ? `(${count}) ` : ""}${name} · Martlet`;
    if (document.title !== title) document.title = title;
  }
}
