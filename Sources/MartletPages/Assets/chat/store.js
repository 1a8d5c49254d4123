// SPDX-License-Identifier: Apache-2.0
/**
 * What the chat page knows, as a value: `reduce(state, changes)` gives the next one. No clock, no network, no document.
 *
 * A state is never changed once it was handed out: whoever draws may compare parts of two states by identity. Within one
 * call what changes is copied once, however many changes there are, so that a frame's worth of events costs little more
 * than one.
 *
 * A change is a frame of the wire (`{ type: "message.created", seq, cause, data }`) or one of the page's own:
 * `loaded`, `people`, `page`, `loading`, `counted`, `outbox`, `sent`, `asked`, `members`, `media`, `previewed`.
 */

import { change, channelKey, find, put, threadKey, withPage } from "./room.js";

/** How far unread messages are counted, as the server does. */
const countLimit = 999;
/** How many keys of calls that have had their effect are remembered. */
const settledLimit = 500;
/** How many events are remembered for a page of history that is on its way. */
const journalLimit = 5000;

/**
 * @typedef {{ channel: object, unread: number, mentions: number, capped: boolean, lastRead: number, lastId: number,
 *   asOf: number, isPreview: boolean }} Place A channel, with what its caller has not read of it.
 */

/** Before anything was loaded. */
export const emptyState = Object.freeze({
  me: 0,
  isLoaded: false,
  users: new Map(),
  names: new Map(),
  workspaces: new Map(),
  roles: new Map(),
  places: new Map(),
  rooms: new Map(),
  huddles: new Map(),
  mentions: [],
  media: new Map(),
  entries: [],
  dead: [],
  settled: new Set(),
  journals: new Map(),
  versions: new Map(),
  doubts: Object.freeze({ counts: new Set(), messages: new Set(), users: new Set(), media: new Set() }),
});

/** The state after these changes, in their order. */
export function reduce(state, changes) {
  const draft = new Draft(state);
  for (const item of changes) {
    changed[item.type]?.(draft, item, item.data);
    draft.remember(item);
  }
  return draft.state;
}

/** A state in the making: copies each part once, when it is first changed. */
class Draft {
  constructor(state) {
    this.state = { ...state };
    this.own = new Set();
  }

  /** A Map or Set of the state, to be changed. */
  part(name) {
    if (!this.own.has(name)) {
      const part = this.state[name];
      this.state[name] = part instanceof Map ? new Map(part) : new Set(part);
      this.own.add(name);
    }
    return this.state[name];
  }

  /** A place to be changed, if there is one. */
  place(id) {
    return this.#item("places", id, (place) => ({ ...place }));
  }

  /** A room to be changed, if there is one. */
  room(key) {
    return this.#item("rooms", key, (room) => ({ ...room, messages: room.messages.slice() }));
  }

  #item(name, key, copy) {
    const item = this.state[name].get(key);
    const mark = `${name} ${key}`;
    if (!item || this.own.has(mark)) return item;
    const copied = copy(item);
    this.part(name).set(key, copied);
    this.own.add(mark);
    return copied;
  }

  /** Puts a room there that belongs to this draft. */
  setRoom(room) {
    this.part("rooms").set(room.key, { ...room, messages: room.messages.slice() });
    this.own.add(`rooms ${room.key}`);
  }

  /** Both rooms a message may be in. */
  roomsOf(channel, thread) {
    const keys = thread === null ? [channelKey(channel)] : [threadKey(thread)];
    return keys.map((key) => this.room(key)).filter(Boolean);
  }

  /** Every room of a channel: its own, and those of its threads. */
  roomsIn(channel) {
    return [...this.state.rooms.values()].filter((room) => room.channel === channel).map((room) => this.room(room.key));
  }

  /** Says that something cannot be known from events alone, and is to be asked for. */
  doubt(what, id) {
    if (!this.own.has("doubts")) {
      const { counts, messages, users, media } = this.state.doubts;
      this.state.doubts = {
        counts: new Set(counts),
        messages: new Set(messages),
        users: new Set(users),
        media: new Set(media)
      };
      this.own.add("doubts");
    }
    this.state.doubts[what].add(id);
  }

  /** Says of whom and of what a message speaks that is not known yet. */
  meet(message) {
    if (!this.state.users.has(message.user_id)) this.doubt("users", message.user_id);
    for (const id of message.attachments) if (!this.state.media.has(id)) this.doubt("media", id);
  }

  /** Says that a list which is fetched when it is looked at is another one now. */
  touch(name) {
    const versions = this.part("versions");
    versions.set(name, (versions.get(name) ?? 0) + 1);
  }

  person(user) {
    const users = this.part("users");
    const before = users.get(user.id);
    users.set(user.id, user);
    const names = this.part("names");
    if (before && before.name !== user.name) names.delete(before.name.toLowerCase());
    names.set(user.name.toLowerCase(), user.id);
  }

  settle(key) {
    const settled = this.part("settled");
    settled.add(key);
    if (settled.size > settledLimit) settled.delete(settled.values().next().value);
  }

  /** Keeps an event for the pages of its channel that are on their way. */
  remember(item) {
    if (this.state.journals.size === 0 || !item.type.startsWith("message.")) return;
    const channel = item.data.message?.channel_id ?? item.data.channel_id;
    for (const [key, journal] of this.state.journals) {
      if (journal.channel !== channel || journal.events.length >= journalLimit) continue;
      this.#item("journals", key, ({ events }) => ({ channel, events: events.slice() })).events.push(item);
    }
  }
}

/** Whether everything after the caller's cursor is held, so that it can be counted here. */
function unreadHeld(room, lastRead) {
  if (!room?.ready || room.newer) return null;
  if (room.older && !(room.messages[0]?.id <= lastRead)) return null;
  return room.messages.filter((message) => message.id > lastRead);
}

function countUnread(state, messages) {
  return messages.filter((message) => message.user_id !== state.me && message.deleted_at === null).length;
}

function newPlace(channel, more) {
  return {
    channel,
    unread: 0,
    mentions: 0,
    capped: false,
    lastRead: 0,
    lastId: 0,
    asOf: 0,
    isPreview: false,
    ...more,
  };
}

function said(draft, frame, { message }) {
  if (frame.cause?.key) draft.settle(frame.cause.key);
  const place = draft.place(message.channel_id);
  const rooms = draft.roomsOf(message.channel_id, message.thread_id);
  if (rooms.length > 0) draft.meet(message);
  for (const room of rooms) put(room, message);
  if (message.thread_id !== null) {
    const room = draft.room(channelKey(message.channel_id));
    if (room && find(room.messages, message.thread_id)) {
      change(room, message.thread_id, (root) => ({ reply_count: root.reply_count + 1 }));
      draft.doubt("messages", message.thread_id);
    }
    return;
  }
  if (!place || message.id <= place.lastId) return;
  place.lastId = message.id;
  if (message.user_id === draft.state.me || message.id <= place.lastRead || message.id <= place.asOf) return;
  if (place.unread >= countLimit) place.capped = true;
  else place.unread += 1;
}

function readUpTo(draft, channel, id) {
  const place = draft.place(channel);
  if (!place || id <= place.lastRead) return;
  place.lastRead = id;
  const held = unreadHeld(draft.state.rooms.get(channelKey(channel)), id);
  if (held) {
    place.unread = Math.min(countUnread(draft.state, held), countLimit);
    place.capped = false;
    if (place.unread === 0) place.mentions = 0;
  } else if (id >= place.lastId) {
    Object.assign(place, { unread: 0, mentions: 0, capped: false });
  }
  if (place.unread > 0 || place.mentions > 0) draft.doubt("counts", channel);
}

function forgetChannel(draft, id) {
  draft.part("places").delete(id);
  draft.part("huddles").delete(id);
  for (const room of draft.state.rooms.values()) if (room.channel === id) draft.part("rooms").delete(room.key);
}

function huddleChanged(draft, { room_id: room, channel_id: channel, user_id: user }, isIn) {
  const huddles = draft.part("huddles");
  const before = huddles.get(channel);
  const others = (before?.room_id === room ? before.participants : []).filter((other) => other !== user);
  huddles.set(channel, { room_id: room, channel_id: channel, participants: isIn ? [...others, user] : others });
}

const changed = {
  // What the server says of everything at once.
  loaded(draft, { all }) {
    draft.state.me = all.user.id;
    draft.state.isLoaded = true;
    draft.person(all.user);
    draft.state.workspaces = new Map(all.workspaces.map((workspace) => [workspace.id, workspace]));
    const previews = [...draft.state.places.values()].filter((place) => place.isPreview);
    draft.state.places = new Map(previews.map((place) => [place.channel.id, place]));
    for (const item of all.channels) {
      draft.state.places.set(
        item.channel.id,
        newPlace(item.channel, {
          unread: item.unread,
          mentions: item.mentions,
          capped: item.capped,
          lastRead: item.last_read_msg,
          lastId: item.last_message?.id ?? 0,
          asOf: item.seq ?? all.seq,
        }),
      );
      const author = item.last_message?.user_id;
      if (author && !draft.state.users.has(author)) draft.doubt("users", author);
      for (const peer of item.channel.member_ids ?? []) {
        if (!draft.state.users.has(peer)) draft.doubt("users", peer);
      }
    }
    draft.state.huddles = new Map(all.huddles.map((huddle) => [huddle.channel_id, huddle]));
    draft.state.mentions = all.mentions;
    // What was held may have been edited since: whoever shows a room asks for it again.
    const kept = [...draft.state.rooms.values()].filter((room) => draft.state.places.has(room.channel));
    draft.state.rooms = new Map(kept.map((room) => [room.key, { ...room, ready: false }]));
    draft.own = new Set(["places", "huddles", "rooms", "workspaces"]);
    for (const name of draft.state.versions.keys()) draft.touch(name);
  },

  people(draft, { users }) {
    for (const user of users) draft.person(user);
  },

  members(draft, { workspace, members }) {
    draft.part("roles").set(workspace, new Map(members.map((member) => [member.user_id, member.role])));
  },

  // A channel one is not in, which one looks at all the same.
  previewed(draft, { channel }) {
    if (draft.state.places.has(channel.id)) return;
    draft.part("places").set(channel.id, newPlace(channel, { isPreview: true }));
  },

  loading(draft, { room }) {
    if (!draft.state.rooms.has(room.key)) draft.setRoom(room);
    draft.part("journals").set(room.key, { channel: room.channel, events: [] });
  },

  page(draft, { key, side, page }) {
    const room = draft.state.rooms.get(key);
    const journal = draft.state.journals.get(key)?.events ?? [];
    draft.part("journals").delete(key);
    if (!room) return;
    draft.setRoom(withPage(room, side, page));
    for (const message of page.messages) draft.meet(message);
    for (const event of journal) {
      if (event.type !== "message.created") changed[event.type]?.(draft, event, event.data);
    }
  },

  unloaded(draft, { key }) {
    draft.part("journals").delete(key);
  },

  fetched(draft, { message }) {
    for (const room of draft.roomsIn(message.channel_id)) {
      if (find(room.messages, message.id)) put(room, message);
    }
  },

  counted(draft, { count }) {
    const place = draft.place(count.channel_id);
    if (!place || count.last_read_msg < place.lastRead) return;
    const { unread, mentions, capped, last_read_msg: lastRead } = count;
    Object.assign(place, { unread, mentions, capped, lastRead });
  },

  // What the outbox holds, of all tabs.
  outbox(draft, { entries, dead }) {
    if (entries) draft.state.entries = entries;
    if (dead) draft.state.dead = dead;
  },

  // The answer to a durable call: the same thing as its event, whichever comes first.
  sent(draft, { key, method, result }) {
    draft.settle(key);
    if (method === "message.send")
      for (const room of draft.roomsOf(result.channel_id, result.thread_id)) put(room, result);
    else if (method === "message.update")
      changed["message.updated"](draft, {}, { message: result });
    else if (method === "message.delete")
      changed["message.deleted"](draft, {}, result);
    else if (method === "message.react" || method === "message.unreact")
      changed["message.reacted"](draft, {}, result);
  },

  asked(draft) {
    draft.state.doubts = emptyState.doubts;
    draft.own.delete("doubts");
  },

  media(draft, { media }) {
    for (const item of media) draft.part("media").set(item.id, item);
  },

  "message.created": said,

  "message.updated"(draft, frame, { message }) {
    if (frame.cause?.key) draft.settle(frame.cause.key);
    for (const room of draft.roomsOf(message.channel_id, message.thread_id)) {
      change(room, message.id, (before) => ({ ...message, reply_count: before.reply_count }));
    }
    if (message.id > (draft.state.places.get(message.channel_id)?.lastRead ?? Infinity)) {
      draft.doubt("counts", message.channel_id);
    }
  },

  "message.deleted"(draft, frame, { message_id: id, channel_id: channel }) {
    if (frame.cause?.key) draft.settle(frame.cause.key);
    for (const room of draft.roomsIn(channel)) {
      const message = find(room.messages, id);
      if (!message || message.deleted_at !== null) continue;
      change(room, id, { body: "", attachments: [], reactions: [], pinned: false, deleted_at: message.created_at });
      if (message.thread_id !== null) draft.doubt("messages", message.thread_id);
    }
    draft.state.mentions = draft.state.mentions.filter((mention) => mention.message_id !== id);
    draft.touch(`pins ${channel}`);
    if (id > (draft.state.places.get(channel)?.lastRead ?? Infinity)) draft.doubt("counts", channel);
  },

  "message.reacted"(draft, frame, { message_id: id, channel_id: channel, reactions }) {
    if (frame.cause?.key) draft.settle(frame.cause.key);
    for (const room of draft.roomsIn(channel)) change(room, id, { reactions });
  },

  "message.pin_updated"(draft, _, { message_id: id, channel_id: channel, pinned }) {
    for (const room of draft.roomsIn(channel)) change(room, id, { pinned });
    draft.touch(`pins ${channel}`);
  },

  "channel.added"(draft, frame, { channel }) {
    const before = draft.state.places.get(channel.id);
    const lastRead = Math.max(before?.lastRead ?? 0, (frame.seq ?? 1) - 1);
    draft.part("places").set(channel.id, newPlace(channel, { lastRead, lastId: before?.lastId ?? 0 }));
    draft.own.add(`places ${channel.id}`);
    for (const room of draft.roomsIn(channel.id)) room.ready = false;
    for (const peer of channel.member_ids ?? [])
      if (!draft.state.users.has(peer)) draft.doubt("users", peer);
    draft.touch(`members ${channel.id}`);
  },

  "channel.updated"(draft, _, { channel }) {
    const place = draft.place(channel.id);
    if (place) place.channel = { ...place.channel, ...channel, is_member: place.channel.is_member };
  },

  "channel.removed"(draft, _, { channel_id: channel }) {
    forgetChannel(draft, channel);
  },

  "channel.member_joined"(draft, _, { channel_id: id, user_id: user }) {
    const place = draft.place(id);
    if (place && user !== draft.state.me) {
      place.channel = { ...place.channel, member_count: place.channel.member_count + 1 };
    }
    draft.touch(`members ${id}`);
    if (!draft.state.users.has(user)) draft.doubt("users", user);
  },

  "channel.member_left"(draft, _, { channel_id: id }) {
    const place = draft.place(id);
    if (place) place.channel = { ...place.channel, member_count: Math.max(0, place.channel.member_count - 1) };
    draft.touch(`members ${id}`);
  },

  "workspace.added"(draft, _, { workspace }) {
    draft.part("workspaces").set(workspace.id, workspace);
  },

  "workspace.updated"(draft, _, { workspace }) {
    const before = draft.state.workspaces.get(workspace.id);
    // Without a role it says nothing of the role: that one keeps what they had.
    draft.part("workspaces").set(workspace.id, { ...workspace, role: workspace.role ?? before?.role ?? "member" });
    draft.touch(`people ${workspace.id}`);
  },

  "workspace.removed"(draft, _, { workspace_id: workspace }) {
    draft.part("workspaces").delete(workspace);
    for (const place of draft.state.places.values()) {
      if (place.channel.workspace_id === workspace) forgetChannel(draft, place.channel.id);
    }
  },

  "workspace.member_joined"(draft, _, { workspace_id: workspace, user_id: user }) {
    draft.touch(`people ${workspace}`);
    if (!draft.state.users.has(user)) draft.doubt("users", user);
  },

  "workspace.member_left"(draft, _, { workspace_id: workspace }) {
    draft.touch(`people ${workspace}`);
  },

  "user.updated"(draft, _, { user }) {
    draft.person(user);
  },

  "read.updated"(draft, _, { user_id: user, channel_id: channel, last_read_msg: id }) {
    if (user === draft.state.me) readUpTo(draft, channel, id);
  },

  "mention.created"(draft, _, data) {
    const mention = { seen_at: null, ...data };
    if (mention.user_id !== draft.state.me) return;
    draft.state.mentions =
      [...draft.state.mentions.filter((other) => other.message_id !== mention.message_id), mention];
    const place = draft.place(mention.channel_id);
    if (!place || mention.message_id <= place.lastRead || mention.message_id <= place.asOf) return;
    // An answer in a thread is no unread message of its channel, nor is what was edited one that is counted already.
    if (mention.message_id === place.lastId)
      place.mentions = Math.min(place.mentions + 1, countLimit);
    else
      draft.doubt("counts", mention.channel_id);
  },

  "huddle.started"(draft, _, data) {
    const { room_id, channel_id } = data;
    draft.part("huddles").set(channel_id, { room_id, channel_id, participants: [] });
    if (data.user_id) huddleChanged(draft, data, true);
  },

  "huddle.joined"(draft, _, data) {
    huddleChanged(draft, data, true);
  },

  "huddle.left"(draft, _, data) {
    huddleChanged(draft, data, false);
  },

  "huddle.ended"(draft, _, data) {
    draft.part("huddles").delete(data.channel_id);
  },

  "canvas.created": (draft, _, data) => draft.touch(`canvases ${data.channel_id ?? data.canvas?.channel_id}`),
  "canvas.updated": (draft, _, data) => draft.touch(`canvases ${data.channel_id ?? data.canvas?.channel_id}`),
  "canvas.deleted": (draft, _, data) => draft.touch(`canvases ${data.channel_id}`),

  "mentions.seen"(draft, { upTo, at }) {
    draft.state.mentions = draft.state.mentions.map((mention) =>
      mention.message_id <= upTo && mention.seen_at === null ? { ...mention, seen_at: at } : mention,
    );
  },
};
