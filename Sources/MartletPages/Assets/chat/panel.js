// SPDX-License-Identifier: Apache-2.0
/** What stands beside the conversation: a thread, pins, people, search, mentions, a canvas. */

import { Conversation } from "./conversation.js";
import { channelName, personName, rights, workspaceRights } from "./directory.js";
import { element, iconButton, setText } from "./element.js";
import { avatar, presenceDot, timeNode } from "./people.js";
import { threadKey } from "./room.js";
import { rowNode } from "./row.js";
import { textNodes } from "./text.js";

const titles = {
  thread: "Thread",
  pins: "Pinned",
  people: "People",
  search: "Search",
  mentions: "Mentions",
  canvases: "Canvases",
  canvas: "Canvas"
};

export class Panel {
  #app;
  #open = null;
  #drawn = null;
  #serial = 0;
  #isEditing = false;

  constructor(node, app) {
    this.#app = app;
    this.node = node;
    this.title = element("h2", { tabindex: "-1" });
    this.place = element("p", { class: "muted small" });
    this.body = element("div", { class: "panel-body" });
    node.append(
      element(
        "header", { class: "panel-head" }, element("div", { class: "panel-titles" }, this.title, this.place),
        iconButton("close", "Close", { onclick: () => app.closePanel() })
      ),
      this.body,
    );
    this.thread = new Conversation(app, "Reply");
    this.root = element("div", { class: "thread-root" });
  }

  /** Shows something else; `open` says what. */
  open(open) {
    this.#open = open;
    this.#drawn = null;
    this.#isEditing = false;
    setText(this.title, titles[open.kind]);
    this.node.setAttribute("aria-label", titles[open.kind]);
    const channel = this.#app.state.places.get(open.channel)?.channel;
    setText(this.place, channel ? placeName(this.#app.state, channel) : "");
    if (open.kind === "thread") this.#openThread(open);
    else if (open.kind === "search") this.#openSearch(open);
    else this.body.replaceChildren(element("p", { class: "empty muted" }, "One moment…"));
    if (open.kind !== "thread" && open.kind !== "search") this.title.focus();
    this.draw(this.#app.state);
  }

  /** Shows a form, which stays until something else is opened, whatever happens to what it is about. */
  edit(nodes) {
    this.#isEditing = true;
    this.body.replaceChildren(...nodes);
    this.body.querySelector("input, textarea")?.focus();
  }

  draw(state) {
    const open = this.#open;
    if (!open || this.#isEditing) return;
    if (open.kind === "thread") return this.#drawThread(state, open);
    const version = versionOf(state, open);
    if (version === this.#drawn) return;
    this.#drawn = version;
    if (open.kind !== "search") this.#fill(open);
  }

  /** Fetches what is to be shown, and shows it unless something else is by then. */
  async #fill(open) {
    const serial = (this.#serial += 1);
    const { explain } = await import("./dialog.js");
    try {
      const nodes = await this.#content(open);
      if (serial !== this.#serial || this.#open !== open || this.#isEditing || nodes === null) return;
      this.body.replaceChildren(...nodes);
    } catch (error) {
      if (serial === this.#serial)
        this.body.replaceChildren(element("p", { class: "notice danger", role: "alert" }, explain(error)));
    }
  }

  #content(open) {
    switch (open.kind) {
      case "pins":
        return this.#pins(open);
      case "people":
        return this.#people(open);
      case "mentions":
        return this.#mentions();
      default:
        return import("./canvas.js").then((module) => module.canvasNodes(this.#app, open));
    }
  }

  // A thread

  #openThread({ channel, thread }) {
    this.body.replaceChildren(this.root, this.thread.node);
    this.root.replaceChildren();
    this.thread.open(threadKey(thread), null);
    this.#app.attempt(() => this.#app.actions.openRoom(channel, thread));
    this.thread.composer.focus();
  }

  #drawThread(state, { channel, thread }) {
    const place = state.places.get(channel);
    if (!place) return this.#app.closePanel();
    const root = this.#app.message(channel, thread);
    if (root && this.#drawn !== root) {
      this.#drawn = root;
      const row = {
        kind: "message",
        message: root,
        body: root.body,
        author: personName(state, root.user_id),
        compact: false,
        emphasised: false,
        inThread: true,
        waiting: null
      };
      const list = element("ol", { class: "rows" }, rowNode(row, state));
      list.addEventListener("click", (event) => {
        const target = event.target.closest("[data-action='react']");
        if (target) this.thread.act("react", this.#drawn, { emoji: target.dataset.emoji });
      });
      const count = root.reply_count === 1 ? "1 reply" : `${root.reply_count} replies`;
      this.root.replaceChildren(
        list, element("p", { class: "muted small thread-count" }, root.reply_count === 0 ? "No replies yet" : count)
      );
    }
    this.thread.draw(state, place.channel);
    if (document.activeElement === document.body) this.thread.composer.focus();
  }

  // Lists of messages

  #results(messages, none) {
    if (messages.length === 0) return [element("p", { class: "empty muted" }, none)];
    const { state } = this.#app;
    const items = messages.map((message) => {
      const channel = state.places.get(message.channel_id)?.channel;
      return element(
        "li",
        {},
        element(
          "button",
          { type: "button", class: "result", onclick: () => this.#app.goTo(message) },
          element(
            "span", { class: "result-head" }, element("b", {}, personName(state, message.user_id)), " ",
            element(
              "span", { class: "muted small" }, channel ? `${placeName(state, channel)} · ` : "",
              timeNode(message.created_at, false)
            )
          ),
          element("span", { class: "result-text", dir: "auto" }, ...textNodes(excerpt(message.body), state).map(plain)),
        ),
      );
    });
    return [element("ol", { class: "results" }, ...items)];
  }

  async #pins({ channel }) {
    const { messages } = await this.#app.actions.call("message.list_pins", { channel_id: channel, limit: 100 });
    return this.#results(
      messages.reverse(), "Nothing is pinned here. Pin what everybody should find again: P on a message, or its menu."
    );
  }

  async #mentions() {
    const { mentions } = await this.#app.actions.call("mention.list", { limit: 50 });
    const newest = mentions.at(-1);
    const messages = await Promise.all(
      mentions.reverse().map(
        (mention) => this.#app.actions.call("message.get", { message_id: mention.message_id }).catch(() => null)
      ),
    );
    if (newest && this.#app.state.mentions.some((mention) => mention.seen_at === null))
      await this.#app.actions.mentionsSeen(newest.message_id);
    return this.#results(
      messages.filter((message) => message && message.deleted_at === null),
      "Nobody has mentioned you yet. Here you find where somebody wrote your @name."
    );
  }

  // Search

  #openSearch(open) {
    const results = element("div", { role: "region", "aria-label": "Search results", "aria-live": "polite" });
    const input = element("input", {
      class: "input",
      type: "search",
      "aria-label": "Search messages",
      placeholder: "Words to look for",
      value: open.query ?? ""
    });
    const here = element("input", { type: "checkbox", checked: !!open.here });
    const channel = this.#app.state.places.get(this.#app.open.channel)?.channel;
    const search = async (before = null, found = []) => {
      const query = input.value.trim();
      const serial = (this.#serial += 1);
      if (query === "")
        return results.replaceChildren(
          element("p", { class: "empty muted" }, "Finds messages by their words in every channel you can read.")
        );
      const { explain } = await import("./dialog.js");
      try {
        const scope = here.checked && channel ? { channel_id: channel.id } : { workspace_id: this.#app.open.workspace };
        const page = await this.#app.actions.call(
          "message.search", { query, ...scope, limit: 30, ...(before ? { before_id: before } : {}) }
        );
        if (serial !== this.#serial) return;
        const all = [...found, ...page.messages];
        const more = page.has_more &&
          element("button", { type: "button", class: "button", onclick: () => search(all.at(-1).id, all) }, "More");
        results.replaceChildren(
          ...this.#results(all, "Nothing was found. Search looks for whole words."), ...(more ? [more] : [])
        );
      } catch (error) {
        if (serial === this.#serial)
          results.replaceChildren(element("p", { class: "notice danger", role: "alert" }, explain(error)));
      }
    };
    let timer = null;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(search, 250);
    };
    input.addEventListener("input", soon);
    here.addEventListener("change", () => search());
    const form = element(
      "form", {
        role: "search",
        class: "search-form",
        onsubmit: (event) => {
          event.preventDefault();
          search();
        }
      },
      input, channel && element("label", { class: "check" }, here, `Only in ${placeName(this.#app.state, channel)}`)
    );
    this.body.replaceChildren(form, results);
    input.focus();
    search();
  }

  // People

  async #people({ channel, workspace }) {
    return channel ? this.#channelPeople(channel) : this.#workspacePeople(workspace);
  }

  async #channelPeople(id) {
    const app = this.#app;
    const place = app.state.places.get(id);
    if (!place) return null;
    const { members } = await app.actions.call("channel.members", { channel_id: id, limit: 200 });
    await this.#learn(members);
    const may = rights(app.state, place.channel);
    const add = may.mayAdd &&
      element("button", { type: "button", class: "button", onclick: () => app.form("addToChannel", place.channel) },
              "Add people");
    const remove = (user) => may.mayManage && user !== app.state.me &&
      ["Remove from channel", () => app.form("removeFromChannel", place.channel, user)];
    return [
      ...(add ? [add] : []),
      this.#peopleList(
        members,
        (member) =>
          ({ note: member.user_id === place.channel.creator_id ? "made it" : "", actions: [remove(member.user_id)] })
      )
    ];
  }

  async #workspacePeople(id) {
    const app = this.#app;
    const { members } = await app.actions.call("workspace.members", { workspace_id: id, limit: 200 });
    await this.#learn(members);
    const workspace = app.state.workspaces.get(id);
    const may = workspaceRights(workspace);
    const add = may.mayAdd &&
      element("button", { type: "button", class: "button", onclick: () => app.form("addToWorkspace", workspace) },
              "Add people");
    return [
      ...(add ? [add] : []),
      this.#peopleList(
        members,
        ({ user_id: user, role }) => ({
          note: role === "member" ? "" : role,
          actions: [
            user !== app.state.me && ["Message", () => app.messagePerson(user)],
            may.mayChangeRoles && role === "member" && ["Make admin", () => app.setRole(id, user, "admin")],
            may.mayChangeRoles && role === "admin" && ["Make member", () => app.setRole(id, user, "member")],
            may.mayChangeRoles && user !== app.state.me &&
              ["Hand the workspace over…", () => app.form("handOver", workspace, user)],
            may.mayAdd && user !== app.state.me && (role === "member" || (role === "admin" && may.mayAddAdmin)) &&
              ["Remove from workspace…", () => app.form("removeFromWorkspace", workspace, user)],
          ],
        })
      ),
    ];
  }

  async #learn(members) {
    const unknown = members.map((member) => member.user_id).filter((id) => !this.#app.state.users.has(id));
    const users =
      await Promise.all(unknown.map((id) => this.#app.actions.call("user.get", { user_id: id }).catch(() => null)));
    this.#app.loop.push({ type: "people", users: users.filter(Boolean) });
    this.#app.loop.settle();
  }

  #peopleList(members, describe) {
    const { state, martlet } = this.#app;
    const named = members.map((member) => ({ member, name: personName(state, member.user_id) }));
    named.sort((one, other) => one.name.localeCompare(other.name));
    const items = named.map(({ member, name }) => {
      const presence = martlet.presence.of(member.user_id);
      const { note, actions } = describe(member);
      const possible = actions.filter(Boolean);
      return element(
        "li",
        { class: "person" },
        element("span", { class: "with-presence" }, avatar(state, member.user_id), presenceDot(presence)),
        element(
          "span", { class: "person-names" }, element("b", {}, name), " ",
          element("span", { class: "muted" }, `@${state.users.get(member.user_id)?.name ?? member.user_id}`),
          note && element("span", { class: "badge" }, note),
          presence.status_text && element("span", { class: "muted small person-status" }, presence.status_text)
        ),
        possible.length > 0 && iconButton("menu", `What to do with ${name}`, {
          "aria-haspopup": "menu",
          onclick: async (event) => {
            const anchor = event.currentTarget;
            const { menu } = await import("./popover.js");
            menu(anchor, possible.map(([label, act]) => ({ label, act, isDanger: label.startsWith("Remove") })), name);
          },
        }),
      );
    });
    return element("ul", { class: "people" }, ...items);
  }
}

/** What has to differ for a list to be fetched anew. */
function versionOf(state, { kind, channel, workspace, canvas }) {
  switch (kind) {
    case "pins":
      return `pins ${state.versions.get(`pins ${channel}`)}`;
    case "people":
      return `people ${state.versions.get(`members ${channel}`)} ${state.versions.get(`people ${workspace}`)}`;
    case "mentions":
      return `mentions ${state.mentions.length}`;
    case "search":
      return "search";
    default:
      return `canvases ${canvas} ${state.versions.get(`canvases ${channel}`)}`;
  }
}

function placeName(state, channel) {
  return channel.kind === "dm" ? channelName(state, channel) : `#${channelName(state, channel)}`;
}

function excerpt(body) {
  return body.length > 300 ? `${body.slice(0, 300)}…` : body;
}

/** A button may hold no link: what would be one is its text. */
function plain(node) {
  return typeof node === "string" ? node : element("span", {}, node.textContent);
}
