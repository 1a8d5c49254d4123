// SPDX-License-Identifier: Apache-2.0
/**
 * What a list of messages shows, as rows: values that say everything a row's nodes are built from, so that a row whose
 * value is as before is left alone.
 */

import { personName } from "./directory.js";

/** Messages of one person within this time stand together under one name. */
const together = 5 * 60_000;

/**
 * @typedef {{ key: string, kind: "message" | "waiting" | "day" | "new" | "start", [more: string]: any }} Row
 */

/**
 * The rows of a room's messages from one place to another, and, at the room's end, what has yet to be sent.
 *
 * @param {object} state of the store
 * @param {object} room
 * @param {number} from the place of the first message
 * @param {number} to the place after the last
 * @param {{ newSince: ?number, emphasised: ?number }} view what the reader had read when they came, and what they look for
 * @returns {Row[]}
 */
export function rows(state, room, from, to, view) {
  const overlays = changesWaiting(state);
  const rows = [];
  let previous = null;
  let isNewSeen = false;
  if (from === 0 && !room.older && room.ready) rows.push({ key: "start", kind: "start" });
  for (let index = Math.max(0, from - 1); index < to; index++) {
    const message = room.messages[index];
    if (isHidden(message)) continue;
    if (index < from) {
      previous = message;
      continue;
    }
    const day = dayOf(message.created_at);
    const startsDay = !previous || dayOf(previous.created_at) !== day;
    if (startsDay) rows.push({ key: `day ${day}`, kind: "day", day });
    const isNew = view.newSince !== null && !isNewSeen && message.id > view.newSince && message.user_id !== state.me;
    if (isNew) {
      isNewSeen = true;
      // Where they begin is known if what was said before them is here, or nothing was.
      if (previous ? previous.id <= view.newSince : !room.older) rows.push({ key: "new", kind: "new" });
    }
    rows.push(messageRow(state, message, overlays.get(message.id), {
      compact: !startsDay && !isNew && follows(previous, message),
      emphasised: view.emphasised === message.id,
      inThread: room.thread !== null,
    }));
    previous = message;
  }
  if (to >= room.messages.length && !room.newer) rows.push(...waitingRows(state, room, previous));
  return rows;
}

/** A deleted message is a gap, unless answers hang on it. */
export function isHidden(message) {
  return message.deleted_at !== null && message.reply_count === 0;
}

function messageRow(state, message, overlay, more) {
  const body = overlay?.body ?? message.body;
  return {
    key: `message ${message.id}`,
    kind: "message",
    message,
    body,
    author: personName(state, message.user_id),
    isMine: message.user_id === state.me,
    waiting: overlay?.state ?? null,
    isDeleting: overlay?.isDeleting ?? false,
    names: body.includes("@") ? state.names : null,
    media: message.attachments.length > 0 ? state.media : null,
    ...more,
  };
}

function follows(previous, message) {
  return (
    previous !== null &&
    previous.user_id === message.user_id &&
    previous.deleted_at === null &&
    message.deleted_at === null &&
    message.created_at - previous.created_at < together
  );
}

/** The durable calls that have yet to have their effect. */
export function waiting(state) {
  return state.entries.filter((entry) => !state.settled.has(entry.key));
}

/** What has been changed here and is not on the server yet, by message. */
function changesWaiting(state) {
  const overlays = new Map();
  for (const entry of waiting(state)) {
    const id = entry.params?.message_id;
    if (id === undefined) continue;
    const overlay = overlays.get(id) ?? {};
    if (entry.method === "message.update") Object.assign(overlay, { body: entry.params.body, state: entry.state });
    else if (entry.method === "message.delete") Object.assign(overlay, { isDeleting: true, state: entry.state });
    else continue;
    overlays.set(id, overlay);
  }
  return overlays;
}

/** What was said here and has yet to be sent, or was refused. */
export function waitingRows(state, room, previous = null) {
  const isHere = ({ method, params }) =>
    method === "message.send" && params.channel_id === room.channel && (params.thread_id ?? null) === room.thread;
  const queued = waiting(state).filter(isHere
  ).map((entry) => waitingRow(state, entry, { state: entry.state === "sending" ? "sending" : "queued", letter: null }));
  const refused = state.dead
    .filter(isHere)
    .map((letter) => waitingRow(state, letter, { state: "failed", letter }))
    .reverse();
  return [...refused, ...queued].map((row, index) => ({
    ...row,
    compact: index > 0 || (previous !== null && previous.user_id === state.me),
  }));
}

function waitingRow(state, { key, params, queuedAt }, more) {
  return {
    key: `waiting ${key}`,
    kind: "waiting",
    body: params.body,
    attachments: params.attachments?.length ?? 0,
    author: personName(state, state.me),
    user: state.me,
    at: queuedAt,
    names: params.body.includes("@") ? state.names : null,
    ...more,
  };
}

/** Whether a row shows what another one does. */
export function isSame(one, other) {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/** The last message of one's own that may be edited. */
export function lastOwn(state, room) {
  return room.messages.findLast((message) => message.user_id === state.me && message.deleted_at === null);
}

/** The day a moment belongs to, where the reader is. */
export function dayOf(milliseconds) {
  const date = new Date(milliseconds);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
