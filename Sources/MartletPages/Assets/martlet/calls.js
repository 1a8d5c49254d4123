// SPDX-License-Identifier: Apache-2.0

import { MartletError } from "./errors.js";
import { hintInHeader } from "./retry-hint.js";
import { byteCount } from "./text.js";

/** @import { Frame } from "./connection.js" */

/** How long an answer may take. */
const patience = 10_000;
/** What a frame of the socket may have, in bytes. */
const longestFrame = 64 * 1024;

/**
 * How calls reach the server.
 * @typedef {object} Carrier
 * @property {string} base
 * @property {(text: string) => boolean} send Sends on the socket; false if there is none.
 * @property {((options: { renew: boolean }) => Promise<string | null>) | null} token
 */

/**
 * How one call is made. `socketOnly`: the socket alone is known to be this user's, whatever the cookie says by now.
 * @typedef {{ timeout?: number, socketOnly?: boolean }} CallOptions
 */

/** Calls the server's methods: over the socket while there is one, over HTTP otherwise. */
export class Calls {
  #carrier;
  #next = 1;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: MartletError) => void, timer: any }>} */
  #pending = new Map();

  /** @param {Carrier} carrier */
  constructor(carrier) {
    this.#carrier = carrier;
  }

  /**
   * @param {string} method
   * @param {Record<string, unknown>} params
   * @param {CallOptions} options
   * @returns {Promise<any>} The result.
   */
  call(method, params, { timeout = patience, socketOnly = false } = {}) {
    const id = this.#next++;
    const text = JSON.stringify({ jsonrpc: "2.0", id, method, params });
    if (fits(text) && this.#carrier.send(text)) return this.#answer(id, timeout);
    if (!socketOnly) return post(this.#carrier, text, timeout);
    return Promise.reject(new MartletError("offline", "there is no connection", { retryable: true }));
  }

  /**
   * Whether a call fits into a frame of the socket.
   * @param {string} method
   * @param {Record<string, unknown>} params
   */
  fit(method, params) {
    return fits(JSON.stringify({ jsonrpc: "2.0", id: this.#next, method, params }));
  }

  /**
   * Takes an answer from the socket.
   * @param {Frame} frame
   */
  answered(frame) {
    const pending = this.#pending.get(frame.id);
    if (!pending) return;
    this.#pending.delete(frame.id);
    clearTimeout(pending.timer);
    if (frame.error) pending.reject(refusal(frame.error));
    else pending.resolve(frame.result);
  }

  /** The socket is gone: whatever waits for an answer on it will not get one. */
  lost() {
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new MartletError("lost", "the connection was lost before the answer", { retryable: true }));
    }
    this.#pending.clear();
  }

  /**
   * @param {number} id
   * @param {number} timeout
   */
  #answer(id, timeout) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new MartletError("timeout", `no answer within ${timeout} ms`, { retryable: true }));
      }, timeout);
      this.#pending.set(id, { resolve, reject, timer });
    });
  }
}

/**
 * Posts a call.
 * @param {Pick<Carrier, "base" | "token">} carrier
 * @param {string} text
 * @param {number} [timeout]
 * @returns {Promise<any>} The result.
 */
export async function post({ base, token }, text, timeout = patience) {
  const shown = await token?.({ renew: false });
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/json" };
  if (shown) headers.Authorization = `Bearer ${shown}`;
  const signal = AbortSignal.timeout(timeout);
  let response;
  let answer;
  try {
    response = await fetch(`${base}/rpc`, { method: "POST", headers, body: text, signal, credentials: "include" });
    answer = await response.json().catch(() => null);
  } catch {
    if (signal.aborted) throw new MartletError("timeout", `no answer within ${timeout} ms`, { retryable: true });
    // A browser does not tell whether the request had left.
    throw new MartletError("lost", "the server did not answer", { retryable: true });
  }
  if (answer?.error) throw refusal(answer.error);
  if (answer && "result" in answer) return answer.result;
  const retryAfter = hintInHeader(response.headers.get("Retry-After"), Date.now());
  throw new MartletError("rpc", `the server answered ${response.status}`, {
    code: response.status,
    data: { retry_after_ms: retryAfter },
    retryable: response.status >= 500 || response.status === 429,
  });
}

/**
 * Whether a call fits into a frame; a unit of text is at most three bytes.
 * @param {string} text
 */
function fits(text) {
  return text.length * 3 <= longestFrame || byteCount(text) <= longestFrame;
}

/** @param {{ code: number, message: string, data?: Record<string, unknown> }} error */
function refusal({ code, message, data = {} }) {
  return new MartletError("rpc", message, { code, data, retryable: data.retryable === true });
}
