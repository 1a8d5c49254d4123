// SPDX-License-Identifier: Apache-2.0

import { newKey } from "./text.js";
import { WorkClock } from "./work-clock.js";

/** @import { Entry } from "./entry.js" */
/** @import { SendOptions } from "./outbox.js" */

/**
 * A pull request that is worked on.
 * @typedef {{ repo_owner: string, repo_name: string, pr_number: number }} Work
 */

/**
 * `idleAfter`: how long nobody touches the page until it ends, in milliseconds, by default 300,000; null for never.
 * @typedef {{ idleAfter?: number | null }} WorkOptions
 */

/**
 * How work sessions reach the server.
 * @typedef {object} WorkCarrier
 * @property {string} base
 * @property {(method: string, params: Record<string, unknown>, options: SendOptions) => Entry} send Durably.
 * @property {(method: string, params: Record<string, unknown>) => Promise<any>} call Once.
 * @property {() => void} changed
 */

/**
 * A stretch of work on one pull request.
 *
 * What it tells goes through the outbox, its beginning before its end. Only when the page is left, it also tries what a
 * closing page may: a request that outlives it, and a beacon.
 */
export class WorkSession {
  #carrier;
  #clock;
  /** @type {number | null} The server's number for it, once it is known. */
  #id = null;
  /** @type {string | null} What speaks for its end when nobody else can. */
  #beaconToken = null;
  #hasEnded = false;

  /**
   * @param {Work} work
   * @param {WorkOptions} options
   * @param {WorkCarrier} carrier
   */
  constructor(work, { idleAfter }, carrier) {
    this.#carrier = carrier;
    this.#clock = new WorkClock(performance.now(), idleAfter);
    /** @readonly */
    this.work = Object.freeze({ ...work });
    /** @readonly The client's own name for it. */
    this.localId = newKey();
    /** @readonly Milliseconds since 1970. */
    this.startedAt = Date.now();
    const params = { ...work, local_id: this.localId, started_at: this.startedAt };
    const entry = carrier.send("session.start", params, { ...this.#lane, role: "opens", key: `${this.localId}.start` });
    entry.done.then((answer) => this.#heard(answer), () => {});
  }

  /** @returns {"active" | "paused" | "ended"} */
  get state() {
    if (this.#hasEnded) return "ended";
    return this.#clock.isRunning ? "active" : "paused";
  }

  /** How long it was worked on so far, without pauses. */
  get seconds() {
    return this.#clock.seconds(performance.now());
  }

  /** The instant at which it ends if nobody touches the page; null if it does not. */
  get idleAt() {
    return this.#hasEnded ? null : this.#clock.idleAt;
  }

  pause() {
    if (this.#hasEnded) return;
    this.#clock.pause(performance.now());
    this.#carrier.changed();
  }

  resume() {
    if (this.#hasEnded) return;
    this.#clock.resume(performance.now());
    this.#carrier.changed();
  }

  /**
   * Tells of something that was done in it.
   * @param {"comment" | "approve" | "request_changes"} kind
   */
  activity(kind) {
    const activity = { ...this.work, local_id: newKey(), kind, session_local_id: this.localId, occurred_at: Date.now() };
    this.#carrier.send("activity.record", { activities: [activity] }, { lane: "activities", batched: true });
  }

  end() {
    this.#end("ended", performance.now());
  }

  /** Ends it at the last touch. */
  endIdle() {
    this.#end("idle", this.#clock.touchedAt);
  }

  /** Ends it because the page is being left: also by what a closing page may still send. */
  leave() {
    const told = this.#end("closed", performance.now(), { isLast: true });
    if (!told) return;
    const { duration_seconds, ended_at } = told;
    if (this.#id !== null) {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ duration_seconds, ended_at, reason: "closed" });
      const url = `${this.#carrier.base}/api/sessions/${this.#id}/end`;
      fetch(url, { method: "POST", headers, body, keepalive: true, credentials: "include" }).catch(() => {});
    }
    if (this.#beaconToken === null) return;
    const sessions = [{ local_id: this.localId, duration_seconds, ended_at }];
    const body = new Blob([JSON.stringify({ token: this.#beaconToken, sessions })], { type: "text/plain" });
    navigator.sendBeacon(`${this.#carrier.base}/api/sync/sessions`, body);
  }

  /** Says that it lives, paused or not. */
  beat() {
    if (this.#hasEnded || this.#id === null) return;
    const params = { local_id: this.localId, duration_seconds: this.seconds };
    this.#carrier.call("session.heartbeat", params).then((answer) => this.#heard(answer), () => {});
  }

  /**
   * Notes that somebody touched the page.
   * @param {number} now
   */
  touched(now) {
    if (this.#clock.isRunning) this.#clock.touched(now);
  }

  get #lane() {
    return { lane: `session ${this.localId}` };
  }

  /**
   * @param {"ended" | "idle" | "closed"} reason
   * @param {number} at
   * @param {SendOptions} [options]
   */
  #end(reason, at, options = {}) {
    if (this.#hasEnded) return null;
    this.#hasEnded = true;
    const seconds = this.#clock.seconds(at);
    const endedAt = Date.now() - Math.max(0, Math.round(performance.now() - at));
    this.#clock.pause(at);
    const told = { local_id: this.localId, duration_seconds: seconds, ended_at: endedAt, reason };
    this.#carrier.send("session.end", told, { ...this.#lane, ...options, role: "closes", key: `${this.localId}.end` });
    this.#carrier.changed();
    return told;
  }

  /** @param {any} answer */
  #heard({ session, beacon_token: token } = {}) {
    this.#id = session?.id ?? this.#id;
    this.#beaconToken = token ?? this.#beaconToken;
  }
}
