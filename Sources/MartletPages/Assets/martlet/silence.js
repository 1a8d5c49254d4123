// SPDX-License-Identifier: Apache-2.0

/** How long nothing may be heard, and how long a server that was asked has to say anything; milliseconds. */
export const silenceLimits = /** @type {{ silence: number, probe: number }} */ (
  Object.freeze({ silence: 35_000, probe: 3_000 })
);

/** How late a ping may be. */
const grace = 10_000;

/**
 * What the owner of a connection does next: call `timerFired` again at an instant, ask the server for a sign of life, or
 * drop the socket and dial at once, without waiting for its close.
 * @typedef {{ kind: "wait", until: number } | { kind: "probe", until: number } | { kind: "dead" }} SilenceAction
 */

/**
 * Decides when a server that says nothing is gone.
 *
 * The server pings, so silence alone is the sign. After a sleep or a change of network silence proves nothing yet: then
 * the client asks and waits briefly. A timer that fires late is a sleep too: what arrived meanwhile has not been read.
 */
export class SilenceWatch {
  #limits;
  /** @type {{ probing: boolean, deadline: number } | null} Null once it is dead. */
  #state;

  /**
   * @param {number} now The instant of dialing.
   * @param {{ silence: number, probe: number }} [limits]
   */
  constructor(now, limits = silenceLimits) {
    this.#limits = limits;
    this.#state = { probing: false, deadline: now + limits.silence };
  }

  /**
   * Notes how often the server pings: one that does so seldom may be silent for longer.
   * @param {number} interval
   */
  expect(interval) {
    this.#limits = { ...this.#limits, silence: Math.max(this.#limits.silence, interval + grace) };
  }

  /**
   * Notes that any frame arrived.
   * @param {number} now
   */
  heard(now) {
    if (this.#state) this.#state = { probing: false, deadline: now + this.#limits.silence };
  }

  /**
   * Notes that the device woke up or changed its network. A second wake-up does not extend a probe.
   * @param {number} now
   * @returns {SilenceAction}
   */
  circumstancesChanged(now) {
    if (!this.#state || this.#state.probing) return this.timerFired(now);
    this.#state = { probing: true, deadline: now + this.#limits.probe };
    return { kind: "probe", until: this.#state.deadline };
  }

  /**
   * Decides what the passing of time calls for.
   * @param {number} now
   * @returns {SilenceAction}
   */
  timerFired(now) {
    if (!this.#state) return { kind: "dead" };
    const lateness = now - this.#state.deadline;
    if (lateness < 0) return { kind: "wait", until: this.#state.deadline };
    if (!this.#state.probing && lateness >= this.#limits.probe) return this.circumstancesChanged(now);
    this.#state = null;
    return { kind: "dead" };
  }
}
