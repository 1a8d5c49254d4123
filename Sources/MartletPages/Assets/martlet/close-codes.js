// SPDX-License-Identifier: Apache-2.0

/**
 * What a client does after a connection ended that it did not end itself: come back and resume; get a newer token first;
 * come back once; stay away until a person acts, signs in, brings the page to the front, or the network returns.
 * @typedef {"reconnect" | "refreshToken" | "retryOnce" | "stop"} CloseReaction
 */

/** @type {Record<number, CloseReaction>} */
const exceptions = {
  1002: "retryOnce",
  1003: "retryOnce",
  1007: "retryOnce",
  1008: "stop",
  1009: "retryOnce",
  1011: "stop",
  3102: "refreshToken",
};

/** @type {Record<number, string>} */
const words = {
  1008: "refused",
  1011: "server_error",
  1012: "restart",
  1013: "busy",
  3100: "silent",
  3101: "fell_behind",
  3102: "token_expired",
  3103: "rebalanced",
  4001: "not_authenticated",
  4003: "not_you",
  4004: "unknown_user",
  4009: "too_many_connections",
  4010: "signed_out",
  4026: "version",
};

/** What one has to sign in for again. */
const signIns = new Set([4001, 4003, 4010]);

/**
 * What follows a close code; the range decides over codes that are not known.
 * @param {number} code
 * @returns {CloseReaction}
 */
export function reactionTo(code) {
  return exceptions[code] ?? (code >= 4000 && code < 5000 ? "stop" : "reconnect");
}

/**
 * The word for a close code in a client's state.
 * @param {number} code
 */
export function reasonFor(code) {
  return words[code] ?? (reactionTo(code) === "stop" ? "refused" : "lost");
}

/**
 * Whether a close code says that somebody has to sign in.
 * @param {number} code
 */
export function needsSignIn(code) {
  return signIns.has(code);
}
