// SPDX-License-Identifier: Apache-2.0

import { post } from "./calls.js";
import { MartletError } from "./errors.js";
import { outboxLimits } from "./outbox-rules.js";

/** @import { Answer } from "./answers.js" */
/** @import { Calls, Carrier } from "./calls.js" */
/** @import { Item } from "./outbox-rules.js" */

/**
 * Carries a durable call over the socket, which the server has given to this user alone; what does not fit there goes over
 * HTTP.
 * @param {Item} item
 * @param {Calls} calls
 * @param {Pick<Carrier, "base" | "token">} carrier
 * @param {number} user
 * @returns {Promise<Answer | null>} Null if it was not sent.
 */
export async function carryByCall(item, calls, carrier, user) {
  if (!calls.fit(item.method, paramsOf(item))) return carryByPost(item, carrier, user);
  const options = { timeout: outboxLimits.requestTimeout, socketOnly: true };
  return answerTo(() => calls.call(item.method, paramsOf(item), options));
}

/**
 * Carries a durable call over HTTP, once the server has said that the page's cookie, or the token, still names the same
 * user: somebody else may have signed in since.
 * @param {Item} item
 * @param {Pick<Carrier, "base" | "token">} carrier
 * @param {number} user
 * @returns {Promise<Answer | null>} Null if it was not sent.
 */
export async function carryByPost(item, carrier, user) {
  const call = (/** @type {string} */ method, /** @type {object} */ params) =>
    answerTo(() => post(carrier, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }), outboxLimits.requestTimeout));
  const me = await call("user.me", {});
  if (!me || "fault" in me) return null;
  if (!("result" in me)) return me;
  if (/** @type {any} */ (me.result).id !== user) return { error: { code: -32001 } };
  return call(item.method, paramsOf(item));
}

/** @param {Item} item */
function paramsOf({ params, key }) {
  return { ...params, idempotency_key: key };
}

/**
 * Reads what comes of a call.
 * @param {() => Promise<unknown>} make
 * @returns {Promise<Answer | null>}
 */
async function answerTo(make) {
  try {
    return { result: await make() };
  } catch (error) {
    return error instanceof MartletError ? answerOf(error) : { fault: "unreadable" };
  }
}

/**
 * @param {MartletError} error
 * @returns {Answer | null}
 */
function answerOf({ kind, code, data }) {
  if (kind === "offline" || kind === "closed") return null;
  if (kind === "timeout") return { fault: "timed_out" };
  if (kind === "lost") return { fault: "lost" };
  if (code < 0) return { error: { code, data: data ?? {} } };
  return { status: code, retryAfter: /** @type {any} */ (data)?.retry_after_ms };
}
