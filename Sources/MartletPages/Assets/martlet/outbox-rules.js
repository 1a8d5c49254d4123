// SPDX-License-Identifier: Apache-2.0

import { countsAgainst } from "./answers.js";
import { delayAfter, outboxSchedule, raised } from "./backoff.js";

/** @import { Fault, Outcome, Role } from "./answers.js" */

/**
 * A durable call as storage has it. Times are milliseconds since 1970.
 * @typedef {object} Item
 * @property {number} id Its place among all.
 * @property {string} account Whose it is.
 * @property {string} key Its idempotency key.
 * @property {string} method
 * @property {Record<string, unknown>} params
 * @property {string} lane
 * @property {Role} role
 * @property {boolean} batched Whether it may wait for more of its kind.
 * @property {number} queuedAt
 * @property {number} bytes Of its params.
 * @property {number} attempts How often it was sent and has to be sent again.
 * @property {number} strikes How many of these the server failed over it.
 * @property {number} notBefore When it may be sent again.
 * @property {number | null} triedAt When it was first sent, if it may have had its effect.
 * @property {Fault | null} fault What came of the last attempt.
 */

/**
 * Why an item was given up: the server's refusal, too many server errors, too long unsent, sent once and older than the
 * server remembers its key, or the beginning that it ends was given up.
 * @typedef {"refused" | "exhausted" | "expired" | "unknown_outcome" | "inherited"} DeadReason
 */

const day = 86_400_000;

/** What an outbox holds, how long, and how it sends; times are in milliseconds. */
export const outboxLimits = Object.freeze({
  items: 10_000,
  bytes: 64 * 1024 * 1024,
  itemBytes: 1024 * 1024 - 4096,
  keyBytes: 64,
  age: 30 * day,
  keyLife: 30 * day,
  deadLetters: 50,
  strikes: 5,
  batchCount: 20,
  batchPatience: 30_000,
  flights: 4,
  requestTimeout: 10_000,
  breakerFailures: 5,
  retryBurst: 20,
  retryInterval: 90_000,
  /** How many answers are remembered, for tabs that have yet to hear of them. */
  receipts: 200,
});

/**
 * The lane of a call that names none.
 * @param {Record<string, unknown>} params
 */
export function laneOf(params) {
  return params.channel_id === undefined ? "main" : `channel ${params.channel_id}`;
}

/**
 * Whether there is room for an item; what is batched may fill nine tenths, the rest is kept for what is not.
 * @param {{ items: number, bytes: number }} totals What waits already.
 * @param {{ bytes: number, batched: boolean }} draft
 * @returns {string | null} What there is no room for, and the limit.
 */
export function fullness(totals, { bytes, batched }) {
  const share = batched ? 0.9 : 1;
  if (totals.items >= outboxLimits.items * share) return `the outbox holds at most ${outboxLimits.items * share} items`;
  if (totals.bytes + bytes > outboxLimits.bytes * share) return `the outbox holds at most ${outboxLimits.bytes * share} bytes`;
  return null;
}

/**
 * Why an item is too old to be sent, if it is.
 * @param {Item} item
 * @param {number} now
 * @returns {DeadReason | null}
 */
export function mortality(item, now) {
  if (item.triedAt !== null) return now - item.triedAt >= outboxLimits.keyLife ? "unknown_outcome" : null;
  return now - item.queuedAt >= outboxLimits.age ? "expired" : null;
}

/**
 * Whether somebody may ask for another attempt at what was given up.
 * @param {DeadReason} reason
 */
export function mayRetry(reason) {
  return reason !== "unknown_outcome";
}

/**
 * What to send now: the first of each lane that has rested long enough, the oldest first.
 * @param {Iterable<Item>} items In the order of their ids.
 * @param {ReadonlySet<string>} flying The lanes that have something under way.
 * @param {number} now
 * @param {number} flushedAt Batches of until then wait for nothing more.
 * @returns {{ ready: Item[], wakeAt: number | null }} `wakeAt`: when there is more, if time alone brings it.
 */
export function nextItems(items, flying, now, flushedAt) {
  const lanes = new Set(flying);
  const ready = [];
  let wakeAt = Infinity;
  for (const item of items) {
    if (lanes.has(item.lane)) continue;
    lanes.add(item.lane);
    const due = dueAt(item, flushedAt);
    if (due <= now) ready.push(item);
    else wakeAt = Math.min(wakeAt, due);
  }
  return { ready, wakeAt: wakeAt === Infinity ? null : wakeAt };
}

/**
 * @param {Item} item
 * @param {number} flushedAt
 */
function dueAt(item, flushedAt) {
  const waits = item.batched && item.attempts === 0 && item.queuedAt > flushedAt;
  if (!waits || countOf(item) >= outboxLimits.batchCount) return item.notBefore;
  return Math.max(item.notBefore, item.queuedAt + outboxLimits.batchPatience);
}

/**
 * How many things a batch holds.
 * @param {Pick<Item, "params">} item
 */
export function countOf({ params }) {
  return Array.isArray(params.activities) ? params.activities.length : 1;
}

/**
 * Whether a batch that waits may take another one in.
 * @param {Item} waiting
 * @param {{ method: string, lane: string, batched: boolean, params: Record<string, unknown> }} draft
 */
export function mayJoin(waiting, draft) {
  return (
    waiting.batched &&
    draft.batched &&
    waiting.method === draft.method &&
    waiting.lane === draft.lane &&
    waiting.triedAt === null &&
    waiting.attempts === 0 &&
    countOf(waiting) + countOf(draft) <= outboxLimits.batchCount
  );
}

/**
 * What becomes of an item after an answer.
 * @param {Item} item As it was before it was sent.
 * @param {Outcome} outcome
 * @param {number} now
 * @param {number} chance From 0 to below 1.
 * @returns {{ kind: "sent", result: unknown } | { kind: "dead", reason: DeadReason, fault: Fault }
 *   | { kind: "again", change: Partial<Item> }}
 */
export function settle(item, outcome, now, chance) {
  switch (outcome.kind) {
    case "success":
      return { kind: "sent", result: outcome.result };
    case "auth":
      return { kind: "again", change: { triedAt: item.triedAt } };
    case "permanent":
      return { kind: "dead", reason: "refused", fault: outcome.fault };
    case "transient":
      return { kind: "again", change: { ...rested(item, outcome.fault, now, chance), triedAt: item.triedAt } };
    case "unknown": {
      const strikes = item.strikes + (countsAgainst(outcome.fault) ? 1 : 0);
      if (strikes >= outboxLimits.strikes) return { kind: "dead", reason: "exhausted", fault: outcome.fault };
      return { kind: "again", change: { ...rested(item, outcome.fault, now, chance), strikes } };
    }
  }
}

/**
 * @param {Item} item
 * @param {Fault} fault
 * @param {number} now
 * @param {number} chance
 */
function rested(item, fault, now, chance) {
  const delay = raised(outboxSchedule, delayAfter(outboxSchedule, item.attempts, chance), fault.retryAfter);
  return { attempts: item.attempts + 1, notBefore: now + delay, fault };
}
