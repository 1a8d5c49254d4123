// SPDX-License-Identifier: Apache-2.0

/**
 * Why something did not happen.
 *
 * - `rpc`: the server refused; `code` and `data` are of the protocol.
 * - `offline`: there was no way to the server; nothing was sent.
 * - `lost`, `timeout`: the connection ended, or time was up, before the answer: the call may have had its effect.
 * - `full`, `invalid`: the outbox does not take it; the message names the limit.
 * - `refused`: a durable call became a dead letter; `code` is that of the last answer.
 * - `closed`: the client was closed, or nobody is signed in.
 * @typedef {"rpc" | "offline" | "lost" | "timeout" | "full" | "invalid" | "refused" | "closed"} MartletErrorKind
 */

/** A failure of the client or of a call; its message is for developers, and never holds what was being sent. */
export class MartletError extends Error {
  name = "MartletError";

  /**
   * @param {MartletErrorKind} kind
   * @param {string} message
   * @param {{ code?: number, data?: Record<string, unknown> | null, retryable?: boolean }} more
   */
  constructor(kind, message, { code = 0, data = null, retryable = false } = {}) {
    super(message);
    /** @readonly */
    this.kind = kind;
    /** @readonly The number of the protocol, or of HTTP; 0 if there was no answer. */
    this.code = code;
    /** @readonly What the protocol says beside the code. */
    this.data = data;
    /** @readonly Whether trying again may help. */
    this.retryable = retryable;
  }
}
