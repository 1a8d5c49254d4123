// SPDX-License-Identifier: Apache-2.0

import { WorkSession } from "./work-session.js";

/** @import { Work, WorkCarrier, WorkOptions } from "./work-session.js" */

/** How often a session says that it lives; milliseconds. */
const heartbeat = 60_000;

/** The work sessions of one page. */
export class WorkSessions {
  #carrier;
  /** @type {WorkSession[]} */
  #all = [];
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #beating;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idling;

  /** @param {WorkCarrier} carrier */
  constructor(carrier) {
    this.#carrier = carrier;
  }

  /** Every session of this page, the oldest first. @returns {readonly WorkSession[]} */
  get all() {
    return this.#all;
  }

  /**
   * Begins a session.
   * @param {Work} work
   * @param {WorkOptions} options
   * @returns {WorkSession}
   */
  start(work, options = {}) {
    const session = new WorkSession(work, options, { ...this.#carrier, changed: () => this.#changed() });
    this.#all = [...this.#all, session];
    this.#changed();
    return session;
  }

  /** Notes that somebody touched the page. */
  touched() {
    const now = performance.now();
    for (const session of this.#all) session.touched(now);
  }

  /** Ends what runs, because the page is being left. */
  left() {
    for (const session of this.#all) session.leave();
  }

  close() {
    clearInterval(this.#beating);
    clearTimeout(this.#idling);
  }

  #changed() {
    const open = this.#all.filter((session) => session.state !== "ended");
    if (open.length === 0) {
      this.close();
      this.#beating = undefined;
    } else {
      this.#beating ??= setInterval(() => this.#beat(), heartbeat);
      this.#watchIdling();
    }
    this.#carrier.changed();
  }

  #beat() {
    for (const session of this.#all) session.beat();
  }

  #watchIdling() {
    clearTimeout(this.#idling);
    const instants = this.#all.map((session) => session.idleAt).filter((instant) => instant !== null);
    if (instants.length === 0) return;
    this.#idling = setTimeout(() => this.#endIdle(), Math.max(0, Math.min(...instants) - performance.now()));
  }

  #endIdle() {
    const now = performance.now();
    for (const session of this.#all) if (session.idleAt !== null && session.idleAt <= now) session.endIdle();
    this.#watchIdling();
  }
}
