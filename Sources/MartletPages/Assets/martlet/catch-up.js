// SPDX-License-Identifier: Apache-2.0

/** @import { Frame } from "./connection.js" */

/**
 * All that `sync.catch_up` answers, of all its pages.
 * @typedef {{ epoch: string, seq: number, user: any, workspaces: any[], channels: any[], presence: any[], huddles: any[],
 *   mentions: any[], notifications: any[] }} Everything
 */

/**
 * Fetches everything that a person is shown at first.
 * @param {(method: string, params: Record<string, unknown>) => Promise<any>} call
 * @returns {Promise<{ all: Everything, isPast: (frame: Frame) => boolean }>} `isPast` says whether an event is part of it.
 */
export async function catchUp(call) {
  const pages = [];
  for (let number = 0, more = true; more; number += 1) {
    const page = await call("sync.catch_up", number === 0 ? {} : { page: number });
    pages.push(page);
    more = page.more;
  }
  return gather(pages);
}

/**
 * Puts pages together. Each is a snapshot with a position of its own: the first one's counts, and for the channels of a
 * later page what happened until that page.
 * @param {any[]} pages
 */
export function gather(pages) {
  const [first] = pages;
  /** @param {string} name */
  const every = (name) => pages.flatMap((page) => page[name] ?? []);
  /** @type {Everything} */
  const all = {
    epoch: first.epoch,
    seq: first.seq,
    user: first.user,
    workspaces: first.workspaces,
    channels: every("channels"),
    presence: first.presence,
    huddles: every("huddles"),
    mentions: first.mentions,
    notifications: first.notifications,
  };
  const seqs = new Map(pages.flatMap((page) => page.channels.map((/** @type {any} */ { channel }) => [channel.id, page.seq])));
  const newest = Math.max(...pages.map((page) => page.seq));
  return {
    all,
    isPast: (/** @type {Frame} */ frame) =>
      frame.seq !== undefined && frame.seq <= newest && frame.seq <= Math.max(first.seq, seqs.get(channelOf(frame)) ?? 0),
  };
}

/**
 * The channel that an event is about, if it is about one.
 * @param {Frame} frame
 * @returns {number | undefined}
 */
export function channelOf({ data }) {
  return data?.channel_id ?? data?.message?.channel_id ?? data?.channel?.id;
}
