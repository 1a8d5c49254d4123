// SPDX-License-Identifier: Apache-2.0
/** The questions the page asks before it does something: what to make, whom to add, what to be called. */

import { ask, confirm, dialog, field } from "./dialog.js";
import { channelName, personName, workspaceRights } from "./directory.js";
import { element } from "./element.js";
import { avatar } from "./people.js";

const nameLimit = 80;
const topicLimit = 250;
const statusLimit = 100;

const textField = (label, value = "", properties = {}, hint = null) =>
  field(label, element("input", { type: "text", value, autocomplete: "off", dir: "auto", ...properties }), hint);
const valueOf = (part) => part.querySelector(".input").value.trim();

/** Each form by its name, called with the page and what it is about. */
export const forms = {
  workspace: async (app) => {
    const name = textField("Name", "", { maxlength: nameLimit, placeholder: "What your team is called" });
    let made = null;
    await ask({
      title: "New workspace",
      fields: { name },
      submit: "Create",
      action: async () => (made = await app.actions.call("workspace.create", { name: valueOf(name) }))
    });
    if (made) app.openWorkspace(made.id);
  },

  renameWorkspace: (app, workspace) => {
    const name = textField("Name", workspace.name, { maxlength: nameLimit });
    return ask({
      title: "Rename workspace",
      fields: { name },
      submit: "Rename",
      action: () => app.actions.call("workspace.update", { workspace_id: workspace.id, name: valueOf(name) })
    });
  },

  deleteWorkspace: (app, workspace) => confirm(
    `Delete ${workspace.name}?`, "All its channels end for everybody. This cannot be undone.", "Delete workspace",
    () => app.actions.call("workspace.delete", { workspace_id: workspace.id })
  ),

  leaveWorkspace: (app, workspace) => confirm(
    `Leave ${workspace.name}?`, "You leave all its channels. An owner or admin can add you again.", "Leave",
    () => app.actions.call("workspace.member_remove", { workspace_id: workspace.id, user_id: app.state.me })
  ),

  handOver: (app, workspace, user) => confirm(
    `Hand ${workspace.name} over to ${personName(app.state, user)}?`, "They own it then, and you become an admin.",
    "Hand over", () => app.setRole(workspace.id, user, "owner")
  ),

  removeFromWorkspace: (app, workspace, user) => confirm(
    `Remove ${personName(app.state, user)} from ${workspace.name}?`, "They leave all its channels.", "Remove",
    () => app.actions.call("workspace.member_remove", { workspace_id: workspace.id, user_id: user })
  ),

  addToWorkspace: (app, workspace) => {
    const mayAddAdmin = workspaceRights(workspace).mayAddAdmin;
    const roles = mayAddAdmin &&
      field("As",
            element(
              "select", {}, element("option", { value: "member" }, "Member"),
              element("option", { value: "admin" }, "Admin")
            ));
    const people = new PeopleField(app, {
      label: "Who",
      everybody: true,
      without: () => memberIds(app, "workspace.members", { workspace_id: workspace.id }),
      hint: "Somebody you do not find here is added by their number, which they see in the menu at their own name."
    });
    return ask({
      title: `Add people to ${workspace.name}`,
      fields: { user_id: people.node, ...(roles ? { role: roles } : {}) },
      submit: "Add",
      action: () => people.each(
        (user) => app.actions.call(
          "workspace.member_add", { workspace_id: workspace.id, user_id: user, role: roles ? valueOf(roles) : "member" }
        )
      ),
    });
  },

  channel: async (app) => {
    const name = textField("Name", "", { maxlength: nameLimit, placeholder: "releases" });
    const topic = textField("What it is for", "", { maxlength: topicLimit });
    const kind = field(
      "Who may find it",
      element(
        "select", {}, element("option", { value: "public" }, "Everybody in the workspace"),
        element("option", { value: "private" }, "Only who is added")
      )
    );
    let made = null;
    const action = async () => {
      made = await app.actions.call(
        "channel.create",
        { workspace_id: app.open.workspace, kind: valueOf(kind), name: valueOf(name), topic: valueOf(topic) }
      );
    };
    await ask({ title: "New channel", fields: { name, topic, kind }, submit: "Create", action });
    if (made) app.openNew(made);
  },

  editChannel: (app, channel) => {
    const name = textField("Name", channel.name, { maxlength: nameLimit });
    const topic = textField("What it is for", channel.topic, { maxlength: topicLimit });
    return ask({
      title: `Change #${channel.name}`,
      fields: { name, topic },
      submit: "Save",
      action: () =>
        app.actions.call("channel.update", { channel_id: channel.id, name: valueOf(name), topic: valueOf(topic) })
    });
  },

  archive: (app, channel) => confirm(
    `Archive #${channel.name}?`, "It can still be read, but nothing more can be said in it. This cannot be undone.",
    "Archive", () => app.actions.call("channel.delete", { channel_id: channel.id })
  ),

  leave: (app, channel) => confirm(
    `Leave #${channel.name}?`,
    channel.kind === "private" ? "Somebody in it has to add you again." : "You can join again at any time.", "Leave",
    () => app.actions.call("channel.leave", { channel_id: channel.id })
  ),

  addToChannel: (app, channel) => {
    const people = new PeopleField(
      app, { label: "Who", without: () => memberIds(app, "channel.members", { channel_id: channel.id }) }
    );
    return ask({
      title: `Add people to #${channel.name}`,
      fields: { user_id: people.node },
      submit: "Add",
      action: () =>
        people.each((user) => app.actions.call("channel.add_member", { channel_id: channel.id, user_id: user }))
    });
  },

  removeFromChannel: (app, channel, user) => confirm(
    `Remove ${personName(app.state, user)} from #${channel.name}?`, "What they said stays.", "Remove",
    () => app.actions.call("channel.remove_member", { channel_id: channel.id, user_id: user })
  ),

  direct: async (app) => {
    const people = new PeopleField(app, { label: "With whom" });
    let made = null;
    const action = async () => {
      made = await app.actions.call(
        "channel.create", { workspace_id: app.open.workspace, kind: "dm", peer_ids: people.chosen }
      );
    };
    await ask({ title: "New direct message", fields: { peer_ids: people.node }, submit: "Open", action });
    if (made) app.openNew(made);
  },

  canvas: async (app, channel) => {
    const title = textField("Title", "", { maxlength: nameLimit });
    let made = null;
    await ask({
      title: `New canvas in ${channelName(app.state, channel)}`,
      fields: { title },
      submit: "Create",
      action: async () =>
        (made = await app.actions.call("canvas.create", { channel_id: channel.id, title: valueOf(title) }))
    });
    if (made) app.openPanel({ kind: "canvas", channel: channel.id, canvas: made.id });
  },

  deleteCanvas: async (app, canvas) => {
    const isDone = await confirm(
      `Delete ${canvas.title}?`, "Its text is gone for everybody.", "Delete",
      () => app.actions.call("canvas.delete", { canvas_id: canvas.id })
    );
    if (isDone) app.openPanel({ kind: "canvases", channel: canvas.channel_id });
  },

  status: (app) => {
    const before =
      app.martlet.presence.of(app.state.me).status_text || app.state.users.get(app.state.me)?.status_text || "";
    const text = textField(
      "Status", before, { maxlength: statusLimit, placeholder: "Reviewing, back at two…" },
      "Everybody who shares a workspace with you sees it. Leave it empty to clear it."
    );
    return ask({
      title: "Your status",
      fields: { status_text: text },
      submit: "Save",
      action: () => app.actions.call("presence.set_status_text", { status_text: valueOf(text) })
    });
  },

  profile: (app) => {
    const user = app.state.users.get(app.state.me);
    const display = textField("Name", user.display_name, { maxlength: nameLimit });
    const name = textField(
      "Short name", user.name, { maxlength: 64, autocapitalize: "none" }, "What others write after an @ to mention you."
    );
    return ask({
      title: "Your profile",
      text: `You are person number ${user.id}.`,
      fields: { display_name: display, name },
      submit: "Save",
      action: async () => app.loop.push({
        type: "people",
        users: [await app.actions.call("user.update", { display_name: valueOf(display), name: valueOf(name) })]
      }),
    });
  },

  browse: async (app) => {
    const list = element("ul", { class: "results browse" });
    const archived = element("input", { type: "checkbox" });
    const node = dialog("Channels", [
      element("label", { class: "check" }, archived, "Archived ones too"), list,
      element(
        "div", { class: "actions" },
        element("button", { type: "button", class: "button", onclick: () => node.close() }, "Close")
      )
    ]);
    const fill = async () => {
      const channels = await everyChannel(app, archived.checked);
      const shown = channels.filter((channel) => channel.kind !== "dm");
      const items = shown.map((channel) => browseItem(app, channel, node));
      list.replaceChildren(...(
        items.length > 0 ? items : [element("li", { class: "empty muted" }, "No channels yet: create the first one.")]
      ));
    };
    archived.addEventListener("change", () => app.attempt(fill));
    await app.attempt(fill);
  },

  shortcuts: () => {
    const keys = [
      ["Ctrl K", "Go to a channel or person"],
      ["Alt ↑ / Alt ↓", "Channel before, channel after"],
      ["Alt Shift ↑ / ↓", "Unread channel before, after"],
      ["Ctrl Shift F", "Search"],
      ["↑", "Edit what you said last, in an empty message"],
      ["Shift Tab, then ↑ ↓", "Go through the messages"],
      ["R  E  P  +  Del", "Reply, edit, pin, react, delete, on a message"],
      ["Enter / Shift Enter", "Send / new line"],
      ["Esc", "Close, cancel, back to writing"],
    ];
    const rows = keys.map(
      ([key, text]) => element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, text))
    );
    const node = dialog("Keyboard", [
      element("dl", { class: "shortcuts" }, ...rows),
      element(
        "div", { class: "actions" },
        element("button", { type: "button", class: "button", onclick: () => node.close() }, "Close")
      )
    ]);
  },
};

/** Who is in it already, of the first that are in it. */
async function memberIds(app, method, where) {
  const { members } = await app.actions.call(method, { ...where, limit: 200 });
  return members.map((member) => member.user_id);
}

async function everyChannel(app, archived) {
  const all = [];
  for (let since = 0; ; since = all.at(-1).id) {
    const { channels, has_more: more } = await app.actions.call(
      "channel.list", { workspace_id: app.open.workspace, include_archived: archived, since_id: since, limit: 200 }
    );
    all.push(...channels);
    if (!more || channels.length === 0) return all;
  }
}

function browseItem(app, channel, node) {
  const open = () => {
    node.close();
    app.openNew(channel);
  };
  const join = () => {
    node.close();
    app.join(channel.id);
  };
  const people = channel.member_count === 1 ? "1 person" : `${channel.member_count} people`;
  const note = channel.archived_at !== null ? "archived" : people;
  return element(
    "li",
    { class: "browse-item" },
    element(
      "button", { type: "button", class: "result", onclick: open },
      element("b", {}, `${channel.kind === "private" ? "" : "#"}${channel.name}`),
      element("span", { class: "muted small" }, [note, channel.topic].filter(Boolean).join(" · "))
    ),
    channel.is_member === false && channel.archived_at === null &&
      element("button", { type: "button", class: "button", onclick: join }, "Join"),
  );
}

/** A field for people: type, pick, and they stand there until they are taken away again. */
class PeopleField {
  #app;
  chosen = [];

  #without = new Set();

  /**
   * @param {{ label: string, hint?: string, everybody?: boolean, without?: () => Promise<number[]> }} options `everybody`: also
   *   whom one shares nothing with; `without`: who is not to be offered
   */
  constructor(app, { label, hint = null, everybody = false, without = async () => [] }) {
    this.#app = app;
    this.isOpen = everybody;
    this.input = element("input", {
      type: "text",
      autocomplete: "off",
      placeholder: "Name",
      oninput: () => this.#suggest(),
      onkeydown: (event) => this.#keyPressed(event)
    });
    this.node = field(label, this.input, hint);
    this.picked = element("ul", { class: "picked", "aria-label": "Chosen" });
    this.list = element("ul", { class: "suggestions", "aria-label": "Suggestions" });
    this.input.before(this.picked);
    this.input.after(this.list);
    this.#app.attempt(() => this.#learn(without), { isQuiet: true });
  }

  /** Whoever may be seen: for an operator, everybody. */
  async #learn(without) {
    this.#without = new Set(await without());
    if (this.isOpen) {
      const { users } = await this.#app.actions.call("user.list", { limit: 200 });
      this.#app.loop.push({ type: "people", users });
      this.#app.loop.settle();
    }
    this.#suggest();
  }

  /** Does something for each; who it was done for stands there no more. */
  async each(action) {
    if (this.chosen.length === 0) this.#takeFirst();
    if (this.chosen.length === 0)
      throw Object.assign(new Error("choose somebody first"), { data: { field: "user_id" } });
    for (const user of [...this.chosen]) {
      await action(user);
      this.#remove(user);
    }
  }

  #matches() {
    const { state } = this.#app;
    const text = this.input.value.trim().toLowerCase();
    const people = [...state.users.values()].filter(
      (user) => user.id !== state.me && !this.chosen.includes(user.id) && !this.#without.has(user.id)
    );
    const found = people.filter(
      (user) => user.name.toLowerCase().includes(text) || (user.display_name ?? "").toLowerCase().includes(text)
    );
    found.sort((one, other) => personName(state, one.id).localeCompare(personName(state, other.id)));
    const number = this.isOpen && /^\d+$/.test(text) ? [{ id: Number(text), name: `number ${text}` }] : [];
    return [...number, ...found].slice(0, 6);
  }

  #suggest() {
    const { state } = this.#app;
    const items = this.#matches().map(
      (user) => element(
        "li",
        {},
        element(
          "button", { type: "button", class: "suggestion", onclick: () => this.#pick(user.id) },
          avatar(state, user.id, "little"), element("span", {}, personName(state, user.id)),
          element("span", { class: "muted" }, `@${user.name}`)
        ),
      ),
    );
    this.list.replaceChildren(...items);
  }

  #keyPressed(event) {
    if (event.key === "Enter" && this.input.value.trim() !== "") {
      event.preventDefault();
      this.#takeFirst();
    } else if (event.key === "Backspace" && this.input.value === "" && this.chosen.length > 0) {
      this.#remove(this.chosen.at(-1));
    }
  }

  #takeFirst() {
    const first = this.input.value.trim() === "" ? null : this.#matches()[0];
    if (first) this.#pick(first.id);
  }

  #pick(user) {
    this.chosen.push(user);
    this.input.value = "";
    this.#drawPicked();
    this.input.focus();
  }

  #remove(user) {
    this.chosen = this.chosen.filter((other) => other !== user);
    this.#drawPicked();
  }

  #drawPicked() {
    const { state } = this.#app;
    const items = this.chosen.map(
      (user) => element(
        "li", {},
        element(
          "button", {
            type: "button",
            class: "badge accent",
            "aria-label": `Remove ${personName(state, user)}`,
            onclick: () => this.#remove(user)
          },
          `${personName(state, user)} ×`
        )
      )
    );
    this.picked.replaceChildren(...items);
    this.picked.hidden = items.length === 0;
    this.#suggest();
  }
}
