// SPDX-License-Identifier: Apache-2.0
/**
 * A room: the stretch of one channel's or one thread's messages that a page holds, as a value.
 *
 * `messages` ascend by id without a hole between the first and the last. `older` and `newer` say that the server has
 * more on that side. A room that has `newer` takes in no message that was said just now: it would leave a hole.
 *
 * @typedef {{ id: number, channel_id: number, user_id: number, body: string, thread_id: ?number, reply_count: number,
 *   attachments: string[], pinned: boolean, reactions: { emoji: string, count: number, user_ids: number[] }[],
 *   created_at: number, edited_at: ?number, deleted_at: ?number }} Message
 * @typedef {{ key: string, channel: number, thread: ?number, messages: Message[], older: boolean, newer: boolean,
 *   ready: boolean }} Room
 */

/** The most messages a room holds: what lies further away is asked for again. */
export const capacity = 2000;

/** The name of a channel's own room. */
export const channelKey = (channel) => `channel ${channel}`;

/** The name of the room of the answers to one message. */
export const threadKey = (message) => `thread ${message}`;

/** @returns {Room} a room of which nothing is known yet */
export function emptyRoom(channel, thread = null) {
  const key = thread === null ? channelKey(channel) : threadKey(thread);
  return { key, channel, thread, messages: [], older: false, newer: false, ready: false };
}

/** The place of the first message whose id is not below `id`. */
export function place(messages, id) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @returns {Message | undefined} */
export function find(messages, id) {
  const message = messages[place(messages, id)];
  return message?.id === id ? message : undefined;
}

/**
 * Takes a page of history in.
 *
 * @param {Room} room
 * @param {"whole" | "older" | "newer"} side where it belongs: in place of everything, or at one end
 * @param {{ messages: Message[], older?: boolean, newer?: boolean }} page
 * @returns {Room}
 */
export function withPage(room, side, page) {
  if (side === "whole") {
    const last = page.messages.at(-1)?.id ?? 0;
    // What was heard while the page was on its way is newer than the page's end.
    const heard = page.newer ? [] : room.messages.slice(place(room.messages, last + 1));
    return { ...room, messages: [...page.messages, ...heard], older: !!page.older, newer: !!page.newer, ready: true };
  }
  if (side === "older") {
    const first = room.messages[0]?.id ?? Infinity;
    const before = page.messages.filter((message) => message.id < first);
    const messages = [...before, ...room.messages];
    const isFull = messages.length > capacity;
    return {
      ...room,
      messages: isFull ? messages.slice(0, capacity) : messages,
      older: !!page.older,
      newer: room.newer || isFull,
    };
  }
  const last = room.messages.at(-1)?.id ?? 0;
  const messages = [...room.messages, ...page.messages.filter((message) => message.id > last)];
  const isFull = messages.length > capacity;
  return {
    ...room,
    messages: isFull ? messages.slice(-capacity) : messages,
    older: room.older || isFull,
    newer: !!page.newer,
  };
}

/**
 * Puts a message in its place, in an array that belongs to the caller. Hearing of it twice changes nothing but what it
 * says.
 *
 * @param {Room} room whose `messages` may be changed
 * @param {Message} message
 */
export function put(room, message) {
  const { messages } = room;
  const at = place(messages, message.id);
  if (messages[at]?.id === message.id) {
    messages[at] = message;
    return;
  }
  const isBeyond = (at === 0 && room.older) || (at === messages.length && room.newer);
  if (isBeyond) return;
  if (at === messages.length) messages.push(message);
  else messages.splice(at, 0, message);
  // Twice as much is let in before it is cut back, so that a busy channel does not cut at every message.
  if (messages.length > capacity * 2) {
    room.messages = messages.slice(-capacity);
    room.older = true;
  }
}

/** Changes one message, if it is held. */
export function change(room, id, difference) {
  const at = place(room.messages, id);
  const message = room.messages[at];
  if (message?.id !== id) return;
  room.messages[at] = { ...message, ...(typeof difference === "function" ? difference(message) : difference) };
}
