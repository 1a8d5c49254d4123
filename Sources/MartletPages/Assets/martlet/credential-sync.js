// SPDX-License-Identifier: Apache-2.0

import { shortestInterval } from "./credential-settings.js";

/** @import { CredentialSettings, Phases } from "./credential-settings.js" */

/**
 * How a push ended: a receiver has them; there was nothing or nobody; nobody confirmed.
 * @typedef {"acknowledged" | "skipped" | "failed"} PushOutcome
 */

/**
 * One delivery of the current credentials, to receivers by their names.
 * @typedef {{ number: number, receivers: ReadonlySet<string> }} Push
 */

/**
 * What a push is for.
 * @typedef {"session" | "foreground" | "heartbeat"} Occasion
 */

/**
 * Decides when a signed-in page hands its media token to the service worker, which the browser may have restarted empty.
 *
 * A new token and a new receiver always push; the rest is up to the phases. One push is under way at a time, and what
 * happens meanwhile is made up for when it ends. Each method returns the push to make, if there is one.
 */
export class CredentialSync {
  #settings;
  #phases;
  #chance;
  /** @type {ReadonlySet<string>} */
  #receivers = new Set();
  /** @type {Set<string>} Who has been sent the current token, whether or not it arrived. */
  #served = new Set();
  #isVisible = false;
  #isOnline = true;
  /** @type {{ push: Push, occasion: Occasion, start: number, isCurrent: boolean } | null} */
  #flight = null;
  #pushes = 0;
  /** @type {CredentialHeartbeat | null} */
  #heartbeat;
  /** @type {number | null} */
  #lastForegroundPush = null;

  /**
   * @param {{ settings: CredentialSettings, phases: Phases }} configuration
   * @param {number} now
   * @param {() => number} chance
   */
  constructor({ settings, phases }, now, chance) {
    this.#settings = settings;
    this.#phases = phases;
    this.#chance = chance;
    this.#heartbeat = this.#newHeartbeat(now);
  }

  /** When to call `timerFired`; null while nobody looks, the network is away or a push is under way. */
  get wakeAt() {
    return this.#isVisible && this.#isOnline && !this.#flight ? (this.#heartbeat?.due ?? null) : null;
  }

  /** @param {number} now */
  tokenChanged(now) {
    this.#served.clear();
    if (this.#flight) this.#flight.isCurrent = false;
    this.#heartbeat = this.#newHeartbeat(now);
    return this.#next(now);
  }

  /**
   * A receiver says that it has nothing. What is on its way will do.
   * @param {number} now
   */
  requested(now) {
    return this.#flight ? null : this.tokenChanged(now);
  }

  /**
   * Says who lives now, and nobody else.
   * @param {ReadonlySet<string>} receivers
   * @param {number} now
   */
  receiversChanged(receivers, now) {
    this.#receivers = receivers;
    for (const name of this.#served) if (!receivers.has(name)) this.#served.delete(name);
    return this.#next(now);
  }

  /**
   * Somebody came back: into view, by focus, or from the page cache.
   * @param {number} now
   */
  foregrounded(now) {
    this.#isVisible = true;
    const isSoon = this.#lastForegroundPush !== null && now - this.#lastForegroundPush < this.#settings.foregroundDebounce;
    const push = this.#phases.foreground && !isSoon ? this.#push(this.#receivers, "foreground", now) : null;
    return push ?? this.#next(now);
  }

  hidden() {
    this.#isVisible = false;
  }

  /**
   * @param {boolean} isOnline
   * @param {number} now
   */
  networkChanged(isOnline, now) {
    this.#isOnline = isOnline;
    return this.#next(now);
  }

  /** @param {number} now */
  timerFired(now) {
    return this.#next(now);
  }

  /**
   * @param {Push} push
   * @param {PushOutcome} outcome
   * @param {number} now
   */
  pushed(push, outcome, now) {
    const flight = this.#flight;
    if (flight?.push.number !== push.number) return null;
    this.#flight = null;
    if (flight.isCurrent) {
      if (flight.occasion === "foreground" && outcome === "acknowledged") {
        this.#lastForegroundPush = flight.start;
        this.#heartbeat?.suppress(now);
      }
      this.#heartbeat?.ended(outcome, now);
    }
    return this.#next(now);
  }

  /** @param {number} now */
  #newHeartbeat(now) {
    return this.#phases.heartbeat ? new CredentialHeartbeat(this.#settings, this.#phases.adaptive, now, this.#chance) : null;
  }

  /**
   * @param {number} now
   * @returns {Push | null}
   */
  #next(now) {
    const unserved = new Set([...this.#receivers].filter((name) => !this.#served.has(name)));
    const push = this.#push(unserved, "session", now);
    if (push || this.wakeAt === null || this.wakeAt > now) return push;
    const beat = this.#push(this.#receivers, "heartbeat", now);
    if (!beat) this.#heartbeat?.ended("skipped", now);
    return beat;
  }

  /**
   * @param {ReadonlySet<string>} receivers
   * @param {Occasion} occasion
   * @param {number} now
   * @returns {Push | null}
   */
  #push(receivers, occasion, now) {
    if (this.#flight || receivers.size === 0) return null;
    const push = { number: ++this.#pushes, receivers };
    this.#flight = { push, occasion, start: now, isCurrent: true };
    for (const name of receivers) this.#served.add(name);
    return push;
  }
}

/** When credentials are pushed again: at even intervals, or by chance and further apart after each failure. */
class CredentialHeartbeat {
  #settings;
  #isAdaptive;
  #chance;
  #failures = 0;
  #suppressedUntil = 0;
  #next = 0;

  /**
   * @param {CredentialSettings} settings
   * @param {boolean} isAdaptive
   * @param {number} now
   * @param {() => number} chance
   */
  constructor(settings, isAdaptive, now, chance) {
    this.#settings = settings;
    this.#isAdaptive = isAdaptive;
    this.#chance = chance;
    this.#reschedule(now);
  }

  /** When the next push is due; suppression puts it off to its own end and no further. */
  get due() {
    return Math.max(this.#suppressedUntil, this.#next);
  }

  /** @param {number} now */
  suppress(now) {
    if (this.#isAdaptive) this.#suppressedUntil = now + this.#settings.resumeHeartbeatSuppress;
  }

  /**
   * @param {PushOutcome} outcome
   * @param {number} now
   */
  ended(outcome, now) {
    if (outcome === "acknowledged") this.#failures = 0;
    if (outcome === "failed") this.#failures += 1;
    if (this.#next <= now) this.#reschedule(now);
  }

  /** @param {number} now */
  #reschedule(now) {
    this.#next = now + heartbeatDelay(this.#settings, this.#isAdaptive, this.#failures, this.#chance());
  }
}

/**
 * The delay before a heartbeat, in whole milliseconds.
 * @param {Pick<CredentialSettings, "heartbeatInterval" | "heartbeatMaxBackoff">} settings
 * @param {boolean} isAdaptive
 * @param {number} failures
 * @param {number} chance From 0 to below 1.
 */
export function heartbeatDelay({ heartbeatInterval: interval, heartbeatMaxBackoff: most }, isAdaptive, failures, chance) {
  if (!isAdaptive) return interval;
  const factor = Math.min(2 ** Math.min(failures, 40), most / interval);
  const whole = Math.min(most, Math.round(interval * factor));
  return Math.min(Math.max(Math.round(whole * (0.8 + 0.4 * chance)), shortestInterval), most);
}
