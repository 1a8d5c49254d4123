// SPDX-License-Identifier: Apache-2.0

import { isOutage } from "./answers.js";
import { outboxSchedule } from "./backoff.js";
import { outboxLimits } from "./outbox-rules.js";

/** @import { Outcome } from "./answers.js" */

/**
 * Decides whether anything is sent at all: keeps away from a server that does not answer or asks for rest, waits for
 * credentials, and paces what nobody's act has caused to 60 attempts in any hour.
 */
export class SendGate {
  #failures = 0;
  /** @type {number | null} When the next probe is due, after too many failures in a row. */
  #openUntil = null;
  #isProbing = false;
  #restsUntil = 0;
  #tokens = outboxLimits.retryBurst;
  #countedAt;
  /** @type {"good" | "unproven" | "refused"} */
  #credentials = "good";

  /** @param {number} now */
  constructor(now) {
    this.#countedAt = now;
  }

  /** Whether only newer credentials can help. */
  get awaitsCredentials() {
    return this.#credentials === "refused";
  }

  /**
   * Asks to send an item.
   * @param {{ attempts: number }} item
   * @param {number} now
   * @returns {{ kind: "granted" } | { kind: "wait", until: number | null }} Null: until something else happens.
   */
  permission(item, now) {
    if (this.awaitsCredentials || this.#isProbing) return { kind: "wait", until: null };
    const until = Math.max(this.#restsUntil, this.#openUntil ?? 0);
    if (until > now) return { kind: "wait", until };
    const isProbe = this.#openUntil !== null;
    if (item.attempts > 0 && !isProbe) {
      this.#refill(now);
      if (this.#tokens < 1) return { kind: "wait", until: now + (1 - this.#tokens) * outboxLimits.retryInterval };
      this.#tokens -= 1;
    }
    this.#isProbing = isProbe;
    return { kind: "granted" };
  }

  /**
   * Notes what came of a request.
   * @param {Outcome} outcome
   * @param {number} now
   */
  answered(outcome, now) {
    const wasProbing = this.#isProbing;
    this.#isProbing = false;
    if (outcome.kind === "auth") {
      this.#credentials = "refused";
      return;
    }
    if (outcome.kind === "success" || !isOutage(outcome.fault)) {
      this.#failures = 0;
      this.#openUntil = null;
      this.#credentials = "good";
      return;
    }
    this.#restsUntil = Math.max(this.#restsUntil, now + Math.min(outcome.fault.retryAfter, outboxSchedule.longestHint));
    this.#failures += 1;
    if (wasProbing || this.#failures >= outboxLimits.breakerFailures) this.#openUntil = now + outboxSchedule.limit;
  }

  /** Notes that what was permitted was not sent after all. */
  withdrawn() {
    this.#isProbing = false;
  }

  /**
   * Notes that there is a connection again, with whatever credentials it has.
   * @param {number} now
   */
  connected(now) {
    if (this.#openUntil !== null) this.#openUntil = now;
    this.#isProbing = false;
    if (this.#credentials === "refused") this.#credentials = "unproven";
  }

  /** Whether newer credentials are worth a try: not if these are the newer ones. */
  get mayRenew() {
    return this.#credentials === "good";
  }

  /** @param {number} now */
  #refill(now) {
    const gained = Math.max(0, now - this.#countedAt) / outboxLimits.retryInterval;
    this.#tokens = Math.min(outboxLimits.retryBurst, this.#tokens + gained);
    this.#countedAt = now;
  }
}
