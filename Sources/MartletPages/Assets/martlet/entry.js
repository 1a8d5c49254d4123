// SPDX-License-Identifier: Apache-2.0

import { MartletError } from "./errors.js";

/** @import { Fault } from "./answers.js" */
/** @import { DeadReason } from "./outbox-rules.js" */

/** A durable call, as a page sees it: its own, another tab's, or one from before. */
export class Entry {
  #settled = /** @type {PromiseWithResolvers<any>} */ (Promise.withResolvers());

  /**
   * @param {{ key: string, method: string, params: Record<string, unknown>, lane: string, queuedAt: number, attempts?: number, fault?: Fault | null }} call
   * @param {boolean} mine
   */
  constructor({ key, method, params, lane, queuedAt, attempts = 0, fault = null }, mine) {
    /** @readonly */
    this.key = key;
    /** @readonly */
    this.method = method;
    /** @readonly */
    this.params = params;
    /** @readonly */
    this.lane = lane;
    /** @readonly */
    this.queuedAt = queuedAt;
    /** @readonly Whether this page made it. */
    this.mine = mine;
    /** @type {"queued" | "sending" | "sent" | "failed"} */
    this.state = "queued";
    this.attempts = attempts;
    /** What came of the last attempt. */
    this.fault = fault;
    /** @type {any} What the server answered; null until then. */
    this.result = null;
    // Whoever does not wait for it is not told of its failure twice.
    this.#settled.promise.catch(() => {});
  }

  /** The server's answer; throws a `MartletError` if it was given up. */
  get done() {
    return this.#settled.promise;
  }

  /** Whether it has yet to have its effect, as far as is known here. */
  get isPending() {
    return this.state === "queued" || this.state === "sending";
  }

  /** Notes that the server has it, although its answer is not here yet. */
  confirmed() {
    this.state = "sent";
  }

  /** @param {unknown} result */
  answered(result) {
    this.state = "sent";
    this.result = result;
    this.#settled.resolve(result);
  }

  /** @param {MartletError} error */
  failed(error) {
    this.state = "failed";
    this.#settled.reject(error);
  }

  /**
   * @param {DeadReason} reason
   * @param {Fault | null} fault
   */
  gaveUp(reason, fault) {
    this.fault = fault;
    const why = fault ? `${reason}: ${fault.category}` : reason;
    this.failed(new MartletError("refused", `the call was given up (${why})`, { code: fault?.code ?? 0, data: { reason } }));
  }
}
