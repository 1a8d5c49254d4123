// SPDX-License-Identifier: Apache-2.0

/**
 * What came back for a call: a result, an error of the protocol, an HTTP status without a body of ours, or nothing.
 * @typedef {{ result: unknown }
 *   | { error: { code: number, data?: Record<string, any> } }
 *   | { status: number, retryAfter?: number }
 *   | { fault: "unreachable" | "lost" | "timed_out" | "unreadable" }} Answer
 */

/**
 * Why a delivery failed: a word and a number, and nothing that the server or the system wrote.
 * @typedef {{ category: string, code: number | null, retryAfter: number }} Fault
 */

/**
 * What an answer means: the server has it; it had no effect, try again; credentials first; trying again cannot help; it may
 * have had its effect, try again under the same key.
 * @typedef {{ kind: "success", result: unknown } | { kind: "auth" }
 *   | { kind: "transient" | "permanent" | "unknown", fault: Fault }} Outcome
 */

/**
 * What an entry is to its lane: the beginning of a thing, its end, or neither.
 * @typedef {"opens" | "closes" | "standalone"} Role
 */

/** @type {Record<string, [kind: "transient" | "unknown", category: string]>} */
const faults = {
  unreachable: ["transient", "unreachable"],
  lost: ["unknown", "connection_lost"],
  timed_out: ["unknown", "timeout"],
  unreadable: ["unknown", "foreign_answer"],
};

/** @type {Record<number, ["transient" | "permanent" | "unknown", string]>} */
const statuses = {
  403: ["permanent", "forbidden"],
  404: ["permanent", "not_found"],
  408: ["unknown", "timeout"],
  409: ["permanent", "conflict"],
  410: ["permanent", "not_found"],
  413: ["permanent", "too_large"],
  425: ["transient", "unavailable"],
  429: ["transient", "throttled"],
  502: ["unknown", "unavailable"],
  503: ["unknown", "unavailable"],
  504: ["unknown", "unavailable"],
  // What stands between says it of the network: the server has not answered.
  511: ["unknown", "foreign_answer"],
};

/** @type {Record<number, ["transient" | "permanent" | "unknown", string]>} */
const codes = {
  [-32003]: ["permanent", "forbidden"],
  [-32004]: ["permanent", "not_found"],
  [-32009]: ["permanent", "conflict"],
  [-32013]: ["permanent", "too_large"],
  [-32029]: ["transient", "throttled"],
  [-32050]: ["unknown", "unavailable"],
  [-32603]: ["unknown", "server_error"],
};

const outages = new Set([
  "unreachable",
  "connection_lost",
  "timeout",
  "foreign_answer",
  "unavailable",
  "server_error",
  "throttled",
]);

/** @param {Fault} fault Whether the entry itself may be to blame, so that the attempts must end some time. */
export function countsAgainst(fault) {
  return fault.category === "server_error";
}

/** @param {Fault} fault Whether the server, or the way to it, is what failed: what the circuit breaker counts. */
export function isOutage(fault) {
  return outages.has(fault.category);
}

/**
 * Reads an answer.
 * @param {Answer} answer
 * @param {Role} role A conflict in answer to an end says that the thing has ended, which is what was wanted.
 * @returns {Outcome}
 */
export function outcomeOf(answer, role) {
  if ("result" in answer) return { kind: "success", result: answer.result };
  if ("fault" in answer) {
    const [kind, category] = faults[answer.fault];
    return { kind, fault: { category, code: null, retryAfter: 0 } };
  }
  if ("status" in answer) return ofStatus(answer.status, answer.retryAfter ?? 0, role);
  return ofError(answer.error, role);
}

/**
 * @param {number} status
 * @param {number} retryAfter
 * @param {Role} role
 * @returns {Outcome}
 */
function ofStatus(status, retryAfter, role) {
  if ((status >= 200 && status < 300) || (status === 409 && role === "closes")) return { kind: "success", result: null };
  if (status === 401) return { kind: "auth" };
  const [kind, category] = statuses[status] ?? otherStatus(status);
  return { kind, fault: { category, code: status, retryAfter } };
}

/**
 * @param {number} status
 * @returns {["permanent" | "unknown", string]}
 */
function otherStatus(status) {
  if (status >= 400 && status < 500) return ["permanent", "invalid"];
  if (status >= 500 && status < 600) return ["unknown", "server_error"];
  // A redirect of ours does not exist: this is somebody else's page.
  return ["unknown", "foreign_answer"];
}

/**
 * @param {{ code: number, data?: Record<string, any> }} error
 * @param {Role} role
 * @returns {Outcome}
 */
function ofError({ code, data = {} }, role) {
  if (code === -32001) return { kind: "auth" };
  if (code === -32009 && role === "closes") return { kind: "success", result: null };
  const retryAfter = Math.max(data.retry_after_ms ?? 0, 0);
  if (code === -32050 && data.outcome === "none") {
    return { kind: "transient", fault: { category: "unavailable", code, retryAfter } };
  }
  // A code of a later release: its own word on trying again, which must end some time.
  const later = /** @type {["unknown" | "permanent", string]} */ (
    data.retryable === true ? ["unknown", "server_error"] : ["permanent", "invalid"]
  );
  const [kind, category] = codes[code] ?? later;
  return { kind, fault: { category, code, retryAfter } };
}
