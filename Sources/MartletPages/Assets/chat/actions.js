// SPDX-License-Identifier: Apache-2.0
/**
 * What the page asks of the server, and what it does with the answers: they become changes of the state.
 *
 * What somebody says, edits, deletes and reacts to is durable: it is kept until the server has it. What is only looked at
 * is asked for once, and again when somebody looks again.
 */

import { channelKey, emptyRoom, threadKey } from "./room.js";

const firstPage = 60;
const page = 100;
/** How long read marks and doubts are gathered before the server is asked, in milliseconds. */
const gathering = 300;
/** After a count was asked for, this much quiet makes it certain. */
const certainty = 1000;
/** How many people a workspace is asked for at once, and in all; whoever else speaks is asked for by name. */
const peoplePage = 200;
const peopleMost = 2000;
/** How many things are asked for at the same time, so that nobody's rate is used up by a page that opens. */
const atOnce = 8;

export class Actions {
  #loading = new Map();
  #marks = new Map();
  #markTimer = null;
  #doubtTimer = null;
  #counted = new Map();

  /**
   * @param {import("../martlet.js").Martlet} martlet
   * @param {import("./loop.js").Loop} loop
   */
  constructor(martlet, loop) {
    this.martlet = martlet;
    this.loop = loop;
  }

  get #state() {
    return this.loop.state;
  }

  call(method, params) {
    return this.martlet.call(method, params);
  }

  // Rooms

  /** Has a room's newest messages, unless they are here. */
  async openRoom(channel, thread = null) {
    const key = thread === null ? channelKey(channel) : threadKey(thread);
    if (this.#state.rooms.get(key)?.ready) return;
    await this.latest(channel, thread);
  }

  /** Has the newest messages of a room. */
  async latest(channel, thread = null) {
    await this.#load(
      channel, thread, "whole", { limit: firstPage },
      ({ messages, has_more: more }) => ({ messages, older: more, newer: false })
    );
  }

  /** Has the messages around one. */
  async around(channel, thread, id) {
    await this.#once(channel, thread, async (room) => {
      const [before, after] = await Promise.all([
        this.#list(room, { before_id: id, limit: firstPage }),
        this.#list(room, { since_id: id - 1, limit: firstPage }),
      ]);
      return [
        "whole", { messages: [...before.messages, ...after.messages], older: before.has_more, newer: after.has_more }
      ];
    });
  }

  /** Has more at one end of a room. */
  async more(room, side) {
    const { channel, thread, messages } = room;
    const edge = side === "older" ? { before_id: messages[0]?.id } : { since_id: messages.at(-1)?.id };
    await this.#load(channel, thread, side, { ...edge, limit: page }, ({ messages: found, has_more: more }) => ({
      messages: found,
      older: side === "older" && more,
      newer: side === "newer" && more,
    }));
  }

  /** Has what is on the screen once more, where it is: it may have been edited while nobody heard of it. */
  async again(room, firstId) {
    if (firstId === null) return this.latest(room.channel, room.thread);
    await this.#load(
      room.channel, room.thread, "whole", { since_id: firstId - 1, limit: 200 }, ({ messages, has_more: more }) => ({
                                                                                   messages,
                                                                                   older: true,
                                                                                   newer: more,
                                                                                 })
    );
  }

  #load(channel, thread, side, query, read) {
    return this.#once(channel, thread, async (room) => [side, read(await this.#list(room, query))]);
  }

  /** Loads one thing of a room at a time. */
  async #once(channel, thread, fetch) {
    const room =
      this.#state.rooms.get(thread === null ? channelKey(channel) : threadKey(thread)) ?? emptyRoom(channel, thread);
    const { key } = room;
    const before = this.#loading.get(key);
    if (before) return before;
    const loading = (async () => {
      this.loop.push({ type: "loading", room });
      try {
        const [side, content] = await fetch(room);
        this.loop.push({ type: "page", key, side, page: content });
      } catch (error) {
        this.loop.push({ type: "unloaded", key });
        throw error;
      } finally {
        this.#loading.delete(key);
      }
    })();
    this.#loading.set(key, loading);
    return loading;
  }

  #list({ channel, thread }, query) {
    if (thread !== null) return this.call("message.thread", { thread_id: thread, ...query });
    return this.call("message.list", { channel_id: channel, top_level_only: true, ...query });
  }

  // What is said

  send(room, body, attachments) {
    const params = { channel_id: room.channel, body };
    if (room.thread !== null) params.thread_id = room.thread;
    if (attachments.length > 0) params.attachments = attachments;
    this.durably("message.send", params);
    this.martlet.typing.stop(room.channel);
  }

  /** Does it once, whenever the server can be reached; a refusal is told by the dead letter that comes of it. */
  durably(method, params) {
    const channel = params.channel_id ?? this.#channelOf(params.message_id);
    const entry = this.martlet.send(method, params, channel === undefined ? {} : { lane: `channel ${channel}` });
    entry.done.then(
      (result) => this.loop.push({ type: "sent", key: entry.key, method, result }),
      () => this.readOutbox(),
    );
    this.readOutbox();
    return entry;
  }

  #channelOf(message) {
    for (const room of this.#state.rooms.values()) {
      if (room.messages.some((other) => other.id === message)) return room.channel;
    }
    return undefined;
  }

  toggleReaction(message, emoji) {
    const isMine =
      message.reactions.some((reaction) => reaction.emoji === emoji && reaction.user_ids.includes(this.#state.me));
    this.durably(isMine ? "message.unreact" : "message.react", { message_id: message.id, emoji });
  }

  async readOutbox() {
    this.loop.push({
      type: "outbox",
      entries: this.martlet.entries.map(
        ({ key, method, params, state, queuedAt }) => ({ key, method, params, state, queuedAt })
      )
    });
    this.loop.push({ type: "outbox", dead: await this.martlet.deadLetters.list() });
  }

  // What is read

  /** Everything up to this message has been seen. */
  markRead(channel, id) {
    const place = this.#state.places.get(channel);
    if (!place || place.isPreview || id <= place.lastRead) return;
    this.loop.push({ type: "read.updated", data: { user_id: this.#state.me, channel_id: channel, last_read_msg: id } });
    this.#marks.set(channel, id);
    this.#markTimer ??= setTimeout(() => this.sendMarks(), gathering);
  }

  /** Tells the server what has been read; what could not be told is told once it can. */
  async sendMarks() {
    this.#markTimer = null;
    for (const [channel, id] of this.#marks) {
      try {
        await this.call("read.mark", { channel_id: channel, last_read_msg: id });
        if (this.#marks.get(channel) === id) this.#marks.delete(channel);
      } catch (error) {
        if (!error.retryable) this.#marks.delete(channel);
      }
    }
  }

  async mentionsSeen(upTo) {
    this.loop.push({ type: "mentions.seen", upTo, at: Date.now() });
    await this.call("mention.mark_seen", { up_to_id: upTo });
  }

  // What cannot be known from events alone

  /** Asks for what the state is not certain of, soon and once. */
  resolve({ counts, messages, users, media }) {
    if (counts.size + messages.size + users.size + media.size === 0) return;
    this.#doubtTimer ??= setTimeout(() => {
      this.#doubtTimer = null;
      this.#ask();
    }, gathering);
  }

  async #ask() {
    const { counts, messages, users, media } = this.loop.settle().doubts;
    this.loop.push({ type: "asked" });
    const questions = [
      ...[...counts].map((id) => () => this.#count(id)),
      ...[...messages].map(
        (id) => async () =>
          this.loop.push({ type: "fetched", message: await this.call("message.get", { message_id: id }) })
      ),
      ...[...media].map((id) => () => this.#describe(id)),
      ...[...users].map(
        (id) => async () => this.loop.push({ type: "people", users: [await this.call("user.get", { user_id: id })] })
      ),
    ];
    await inTurns(questions);
  }

  /**
   * Asks what of a channel is unread. The answer may know of messages whose events are still to come, and they would be
   * counted twice: so it is asked again until nothing was said for a while after it.
   */
  async #count(channel) {
    const count = await this.call("read.get", { channel_id: channel });
    this.loop.push({ type: "counted", count });
    clearTimeout(this.#counted.get(channel)?.timer);
    this.#counted.delete(channel);
    const { lastId } = this.loop.settle().places.get(channel) ?? {};
    const timer = setTimeout(() => {
      this.#counted.delete(channel);
      const place = this.#state.places.get(channel);
      if (place && place.lastId !== lastId) this.#count(channel).catch(() => {});
    }, certainty);
    this.#counted.set(channel, { timer });
  }

  async #describe(id) {
    try {
      this.loop.push({ type: "media", media: [await this.call("media.get", { media_id: id })] });
    } catch (error) {
      if (error.code === -32004) this.loop.push({ type: "media", media: [{ id, isGone: true }] });
    }
  }

  // People

  /** Learns who is in a workspace, for names and completion. */
  async loadPeople(workspace) {
    for (let since = 0, found = 0; found < peopleMost; ) {
      const { users, has_more: more } =
        await this.call("user.list", { workspace_id: workspace, since_id: since, limit: peoplePage });
      this.loop.push({ type: "people", users });
      found += users.length;
      if (!more || users.length === 0) return;
      since = users.at(-1).id;
    }
  }
}

/** Does these a few at a time; one that fails stops nothing. */
async function inTurns(questions) {
  const waiting = questions.values();
  const worker = async () => {
    for (const question of waiting) await question().catch(() => {});
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
