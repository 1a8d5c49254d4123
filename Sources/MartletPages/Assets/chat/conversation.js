// SPDX-License-Identifier: Apache-2.0
/** A room to read and write in: a list of messages, who is typing, and where one writes. A channel's, or a thread's. */

import { Composer } from "./composer.js";
import { channelName, matchingPeople, personName, rights } from "./directory.js";
import { element, setText } from "./element.js";
import { avatar } from "./people.js";
import { MessageList } from "./messages.js";
import { lastOwn } from "./timeline.js";

export class Conversation {
  #app;
  #key = null;

  /**
   * @param {object} app the page: its actions, its state, and what it can show
   * @param {string} label what the text field is called
   */
  constructor(app, label) {
    this.#app = app;
    this.messages = new MessageList("Messages", {
      load: (room, side) => app.attempt(() => app.actions.more(room, side), { isQuiet: true }),
      latest: (room) => app.attempt(() => app.actions.latest(room.channel, room.thread)),
      act: (action, message, detail) => this.act(action, message, detail),
      moved: () => app.loop.redraw(),
      may: (message) => this.#may(message),
    });
    this.typing = element("p", { class: "typing", "aria-live": "off" });
    this.composer = new Composer({
      label,
      send: (room, body, attachments) => {
        this.messages.toEnd();
        app.actions.send(room, body, attachments);
      },
      typing: (room, isTyping) =>
        (isTyping ? app.martlet.typing.start(room.channel) : app.martlet.typing.stop(room.channel)),
      editLast: () => this.#editLast(),
      saved: (message, body) => app.actions.durably("message.update", { message_id: message.id, body }),
      people: (text) => this.#completions(text),
      limits: () =>
        ({ bytes: app.martlet.limits?.media_bytes ?? 25 * 1024 * 1024, files: app.martlet.limits?.attachments ?? 20 }),
      uploaded: (media) => app.loop.push({ type: "media", media: [media] }),
    });
    this.closed = element("div", { class: "closed", hidden: true });
    this.node = element("div", { class: "room" }, this.messages.node, this.typing, this.composer.node, this.closed);
  }

  get room() {
    return this.#app.state.rooms.get(this.#key);
  }

  /** Shows a room; `newSince` is what had been read of it, for the line before what is new. */
  open(key, newSince) {
    if (key !== this.#key) this.composer.leave();
    this.#key = key;
    this.messages.open(newSince);
  }

  draw(state, channel) {
    const room = state.rooms.get(this.#key);
    if (!room) return;
    const name = channelName(state, channel);
    const may = rights(state, channel);
    this.messages.label = room.thread === null ? `Messages in ${name}` : `Replies in ${name}`;
    this.messages.draw(state, room);
    this.#drawBeginning(state, room, channel, name);
    this.composer.node.hidden = !may.mayWrite;
    const target = channel.kind === "dm" ? name : `#${name}`;
    if (may.mayWrite)
      this.composer.open(
        room, room.thread === null ? `Message ${target}` : "Reply…", this.#app.martlet.limits?.message_body_bytes
      );
    this.#drawClosed(may, channel, name);
    this.#drawTyping(state, room);
  }

  #drawBeginning(state, room, channel, name) {
    if (room.thread !== null) {
      this.messages.beginning = "";
      return;
    }
    const about = channel.kind === "dm" ? `This is where you and ${name} talk; nobody else reads it.` :
                                          `This is where #${name} begins.`;
    const rest =
      room.messages.length === 0 && channel.kind !== "dm" ? " Say something, or add people from the menu above." : "";
    this.messages.beginning = about + rest;
  }

  #drawClosed(may, channel, name) {
    this.closed.hidden = may.mayWrite;
    if (may.mayWrite) return;
    const text = channel.archived_at !== null ?
      "This channel is archived: it can be read, and nothing more can be said." :
      `You are looking at #${name} without being in it.`;
    if (this.closed.dataset.text === text) return;
    this.closed.dataset.text = text;
    const join = may.mayJoin &&
      element("button", { type: "button", class: "button primary", onclick: () => this.#app.join(channel.id) }, "Join");
    this.closed.replaceChildren(element("p", { class: "muted" }, text), ...(join ? [join] : []));
  }

  #drawTyping(state, room) {
    if (room.thread !== null) return;
    const names = this.#app.martlet.typing.in(room.channel).map((id) => personName(state, id));
    const text = { 0: "", 1: `${names[0]} is typing…`, 2: `${names.join(" and ")} are typing…` }[names.length] ??
      "Several people are typing…";
    setText(this.typing, text);
  }

  #completions(text) {
    const { state } = this.#app;
    const everybody = "channel".startsWith(text.toLowerCase()) && text !== "";
    const people = matchingPeople(state, text).map((user) => ({
      name: user.name,
      label: personName(state, user.id),
      node: avatar(state, user.id, "little"),
    }));
    return everybody ?
      [
        ...people, {
          name: "channel",
          label: "Everybody in this channel",
          node: element("span", { class: "sign", "aria-hidden": "true" }, "#")
        }
      ] :
      people;
  }

  /** What may be done with a message, by the word of the action. */
  #may(message) {
    const { state } = this.#app;
    const place = state.places.get(message.channel_id);
    if (!place) return {};
    const may = rights(state, place.channel);
    const isMine = message.user_id === state.me;
    const isThere = message.deleted_at === null;
    return {
      emoji: may.mayWrite && isThere,
      thread: message.thread_id === null && this.room?.thread === null,
      edit: may.mayWrite && isThere && isMine,
      pin: may.mayWrite && isThere,
      delete: isThere && ((isMine && may.mayWrite) || (may.mayDeleteOthers && may.isMember)),
      more: isThere,
    };
  }

  async act(action, message, { emoji, id, anchor }) {
    const app = this.#app;
    switch (action) {
      case "react":
        if (this.#may(message).emoji) app.actions.toggleReaction(message, emoji);
        break;
      case "emoji": {
        const { pickEmoji } = await import("./emoji.js");
        const chosen = await pickEmoji(anchor);
        if (chosen) app.actions.toggleReaction(message, chosen);
        break;
      }
      case "thread":
        app.openPanel({ kind: "thread", channel: message.channel_id, thread: message.id });
        break;
      case "edit":
        this.composer.edit(message);
        break;
      case "pin":
        await app.attempt(
          () => app.actions.call(message.pinned ? "message.unpin" : "message.pin", { message_id: message.id })
        );
        break;
      case "delete":
        await this.#delete(message);
        break;
      case "more":
        this.#more(message, anchor);
        break;
      case "retry":
        await app.attempt(() => app.martlet.deadLetters.retry(letterId(app.state, id)));
        await app.actions.readOutbox();
        break;
      case "discard":
        await app.attempt(() => app.martlet.deadLetters.discard(letterId(app.state, id)));
        await app.actions.readOutbox();
        break;
    }
  }

  async #more(message, anchor) {
    const { menu } = await import("./popover.js");
    const may = this.#may(message);
    const act = (action) => () => this.act(action, message, { anchor });
    menu(
      anchor,
      [
        may.thread && { label: "Reply in thread", act: act("thread"), hint: "R" },
        may.pin && { label: message.pinned ? "Unpin" : "Pin to this channel", act: act("pin"), hint: "P" },
        { label: "Copy text", act: () => navigator.clipboard.writeText(message.body) },
        { label: "Copy link", act: () => navigator.clipboard.writeText(this.#app.linkTo(message)) },
        may.edit && { label: "Edit", act: act("edit"), hint: "E" },
        may.delete && { label: "Delete…", act: act("delete"), hint: "Del", isDanger: true },
      ],
      "What to do with this message",
    );
  }

  #editLast() {
    const message = this.room && lastOwn(this.#app.state, this.room);
    if (message && this.#may(message).edit) this.composer.edit(message);
  }

  async #delete(message) {
    const { confirm } = await import("./dialog.js");
    await confirm(
      "Delete this message?", "Its text is gone for everybody, from the history and from search.", "Delete",
      async () => {
        this.#app.actions.durably("message.delete", { message_id: message.id });
      }
    );
  }
}

function letterId(state, id) {
  return state.dead.find((letter) => String(letter.id) === id)?.id ?? id;
}
