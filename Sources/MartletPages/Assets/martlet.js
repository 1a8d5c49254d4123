// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps a page in step with its server. docs/browser.md says how to use it; the parts are in `martlet/`.
 * @module
 */

import { Backoff, reconnectSchedule } from "./martlet/backoff.js";
import { Calls } from "./martlet/calls.js";
import { catchUp } from "./martlet/catch-up.js";
import { Connection } from "./martlet/connection.js";
import { MartletError } from "./martlet/errors.js";
import { Inbox } from "./martlet/inbox.js";
import { Listeners } from "./martlet/listeners.js";
import { carryByCall } from "./martlet/carrying.js";
import { Outbox } from "./martlet/outbox.js";
import { Presence } from "./martlet/presence.js";
import { Reception } from "./martlet/reception.js";
import { Recovery } from "./martlet/recovery.js";
import { watchSignals } from "./martlet/signals.js";
import { Typing } from "./martlet/typing.js";
import { WorkSessions } from "./martlet/work-sessions.js";

/** @import { CallOptions } from "./martlet/calls.js" */
/** @import { Everything } from "./martlet/catch-up.js" */
/** @import { Frame, Standing } from "./martlet/connection.js" */
/** @import { Entry } from "./martlet/entry.js" */
/** @import { SendOptions } from "./martlet/outbox.js" */
/** @import { Opening, Position } from "./martlet/reception.js" */

export { MartletError } from "./martlet/errors.js";
export { startWorker } from "./martlet/worker.js";

/**
 * How a client is made; docs/browser.md has the meanings.
 * @typedef {object} Options
 * @property {number} user
 * @property {string} [base]
 * @property {(options: { renew: boolean }) => Promise<string | null>} [token]
 * @property {(all: Everything, more: { reason: string | null }) => unknown} [load]
 * @property {Position} [position]
 */

/**
 * What there is to show of a client's standing.
 * @typedef {object} State
 * @property {"live" | "resuming" | "offline" | "signed-out" | "stopped"} name
 * @property {string | null} reason
 * @property {number | null} code
 * @property {number | null} retryAt
 * @property {number} queued
 * @property {number} dead
 */

/** A try that is this near is part of coming back, and not being away; milliseconds. */
const soon = 1000;

/**
 * Makes a client, which dials at once.
 * @param {Options} options
 */
export function connect(options) {
  return new Martlet(options);
}

/** One person's client of one server; `connect` makes it. */
export class Martlet {
  #listeners = new Listeners();
  #carrier;
  #load;
  #outbox;
  /** Tells this user's other tabs of a sign-out, which their sockets may not. */
  #tabs;
  #reception;
  #inbox = new Inbox((frame) => this.#deliver(frame));
  /** @type {Connection} */
  #connection;
  /** @type {Calls} */
  #calls;
  #recovery = new Recovery(performance.now());
  #unwatch = () => {};
  /** Counts loads, so that one that was overtaken ends. */
  #loads = 0;
  #isLoading = false;
  /** @type {(() => Promise<void>)[]} What is done when nobody is signed in any more. */
  #partings = [];
  /** @type {Promise<unknown> | null} */
  #signedOut = null;
  /** Wakes a load that waits for its next try. */
  #wakeLoad = () => {};
  /** @type {State} */
  #state = Object.freeze({ name: "resuming", reason: null, code: null, retryAt: null, queued: 0, dead: 0 });

  /** @param {Options} options */
  constructor({ user, base = location.origin, token, load, position }) {
    /** @readonly */
    this.user = user;
    /** @readonly */
    this.base = base.replace(/\/$/, "");
    /** @type {Record<string, number> | null} What the server said of itself. */
    this.limits = null;
    /** @readonly */
    this.presence = new Presence();
    /** @readonly */
    this.typing = new Typing(
      user,
      (channel, state) => void this.#relay(channel, state),
      (event) => this.#listeners.tell("typists", event),
    );
    this.#carrier = {
      base: this.base,
      token: token ?? null,
      send: (/** @type {string} */ text) => this.#connection.send(text),
    };
    this.#calls = new Calls(this.#carrier);
    this.#load = load;
    const account = `${this.base} ${user}`;
    this.#tabs = new BroadcastChannel(`martlet ${account}`);
    this.#tabs.onmessage = () => this.#leave();
    this.#outbox = new Outbox({
      account,
      isUp: () => this.#connection.isOpen,
      carry: (item) => carryByCall(item, this.#calls, this.#carrier, user),
      renew: () => void this.#connection.dial({ renew: true }),
      changed: (entry) => {
        this.#listeners.tell("entry", entry);
        this.#restate();
      },
      counted: () => {
        this.#restate();
        this.#listeners.tell("deadletters", { dead: this.#outbox.counts.dead });
      },
      failed: (error) => this.#listeners.tell("error", { error, where: "outbox" }),
    });
    /** @readonly */
    this.deadLetters = Object.freeze({
      list: () => this.#outbox.deadLetters(),
      retry: (/** @type {number} */ id) => this.#outbox.revive(id),
      discard: (/** @type {number} */ id) => this.#outbox.discard(id),
    });
    /** @readonly */
    this.workSessions = new WorkSessions({
      base: this.base,
      send: (method, params, options) => this.send(method, params, options),
      call: (method, params) => this.call(method, params),
      changed: () => this.#listeners.tell("sessions", { sessions: this.workSessions.all }),
    });
    this.#reception = new Reception(position ?? null);
    this.#connection = new Connection(
      {
        address: `${this.base.replace(/^http/, "ws")}/ws/user/${user}`,
        token: token ?? null,
        opened: (hello, opening) => this.#opened(hello, opening),
        took: (frame) => this.#took(frame),
        answered: (frame) => this.#calls.answered(frame),
        stands: (standing) => this.#stands(standing),
      },
      this.#reception,
    );
    if (globalThis.document) this.#unwatch = this.#watch();
    /** @readonly When what was queued before is known: then `entries` and `state` count it. */
    this.ready = this.#outbox.start();
    void this.#connection.dial();
  }

  /** @returns {State} */
  get state() {
    return this.#state;
  }

  /** Where what is shown stands in the log; null before the first hello. */
  get position() {
    const position = this.#reception.position;
    const behind = this.#inbox.behind;
    if (this.#isLoading) return null;
    return position && behind !== null ? { epoch: position.epoch, seq: behind } : position;
  }

  /**
   * Listens to an event of the wire, to all of them (`*`), or to one of the client's own.
   * @param {string} name
   * @param {(event: any) => void} listener
   * @returns {() => void} Ends it.
   */
  on(name, listener) {
    return this.#listeners.add(name, listener);
  }

  /**
   * Calls a method of the server, once.
   * @param {string} method
   * @param {Record<string, unknown>} [params]
   * @param {CallOptions} [options]
   * @returns {Promise<any>} The result.
   */
  call(method, params = {}, options = {}) {
    if (this.#connection.standing.phase === "closed") {
      return Promise.reject(new MartletError("closed", "the client was closed"));
    }
    return this.#calls.call(method, params, options);
  }

  /**
   * Makes a call durable before it is sent: it goes out once, from this page or a later one.
   * @param {string} method
   * @param {Record<string, unknown>} params
   * @param {SendOptions} [options]
   * @returns {Entry}
   */
  send(method, params, options) {
    return this.#outbox.send(method, params, options);
  }

  /** What has yet to be sent, of all tabs and from before, the oldest first. @returns {Entry[]} */
  get entries() {
    return this.#outbox.entries;
  }

  /** Dials now, whatever it waits for, and also after it was told to stop. */
  retry() {
    if (this.#connection.isHealthy || this.#connection.standing.phase === "closed") return;
    void this.#connection.dial();
  }

  /** Ends the client. */
  async close() {
    this.#unwatch();
    this.#loads += 1;
    this.#wakeLoad();
    this.typing.clear();
    this.workSessions.close();
    this.#tabs.close();
    await this.#outbox.close();
    this.#connection.close();
  }

  /**
   * Ends the sign-in of all of this browser's tabs. What is queued is kept, for the same person's next sign-in.
   * @throws {MartletError} If the server could not be told: then nobody is signed out.
   */
  async signOut() {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${this.base}/v1/session`, { method: "DELETE", headers, credentials: "include" }).catch(
      () => null,
    );
    if (!response) throw new MartletError("lost", "the server did not answer", { retryable: true });
    if (!response.ok && response.status !== 401) {
      throw new MartletError("rpc", `the server answered ${response.status}`, { code: response.status, retryable: true });
    }
    this.#tabs.postMessage("signed-out");
    this.#leave();
    await this.#signedOut;
  }

  /**
   * Has something done when nobody is signed in any more, here or in another tab; `signOut` waits for it.
   * @param {() => Promise<void>} work
   */
  whenSignedOut(work) {
    this.#partings.push(work);
  }

  /** Stays away, since nobody is signed in any more. */
  #leave() {
    if (this.#connection.standing.phase === "closed") return;
    this.#connection.close({ phase: "stopped", reason: "signed_out", code: null, needsSignIn: true });
  }

  #watch() {
    const returned = () => {
      if (this.#recovery.noticed(this.#connection.isHealthy, performance.now())) this.retry();
    };
    return watchSignals({
      settled: (isVisible) => {
        this.#connection.setActive(isVisible);
        if (!isVisible) this.#outbox.flush();
      },
      changed: () => {
        void this.#outbox.stayed();
        this.#connection.probe();
        this.#restate();
      },
      returned,
      touched: () => {
        this.workSessions.touched();
        if (this.#recovery.touched(this.#connection.isHealthy, performance.now())) this.retry();
      },
      left: () => {
        this.workSessions.left();
        this.#outbox.left();
      },
    });
  }

  /**
   * @param {Frame} hello
   * @param {Opening} opening
   */
  #opened(hello, opening) {
    this.limits = hello.limits;
    this.#signedOut = null;
    this.#wakeLoad();
    this.#outbox.connected();
    if (opening.kind !== "goesOn") void this.#loadAll(opening.kind === "resync" ? opening.reason : null);
  }

  /** @param {Frame} frame */
  #took(frame) {
    this.#inbox.take(frame);
    if (this.#state.name !== "live") this.#restate();
  }

  /** @param {Frame} frame */
  #deliver(frame) {
    const { type = "", data } = frame;
    if (type === "presence.updated") this.#presenceUpdated(data);
    else if (type === "typing") this.typing.heard(data);
    else if (type === "message.created") {
      this.typing.heard({ channel_id: data.message.channel_id, user_id: data.message.user_id, state: "stop" });
    }
    this.#listeners.tell(type, frame);
    this.#listeners.tell("*", frame);
    if (frame.cause) this.#outbox.confirmed(frame.cause.key);
  }

  /** @param {any} update */
  #presenceUpdated(update) {
    const users = this.presence.updated(update);
    if (users.length > 0) this.#listeners.tell("presence", { users });
  }

  /**
   * Has everything shown afresh, and then what happened meanwhile. Goes on trying until it is overtaken.
   * @param {string | null} reason
   */
  async #loadAll(reason) {
    const load = ++this.#loads;
    this.#isLoading = true;
    this.#inbox.hold();
    this.#listeners.tell("resync", { reason });
    const fetched = this.#load ? await this.#fetchAll(load) : null;
    if (load !== this.#loads) return;
    if (fetched) {
      try {
        await this.#load?.(fetched.all, { reason });
      } catch (error) {
        this.#listeners.tell("error", { error, where: "load" });
      }
      if (load !== this.#loads) return;
    }
    this.#isLoading = false;
    const from = fetched?.all.seq ?? null;
    await this.#inbox.release(from, fetched?.isPast ?? (() => false));
    this.#restate();
  }

  /** @param {number} load */
  async #fetchAll(load) {
    const backoff = new Backoff(reconnectSchedule, Math.random);
    while (load === this.#loads) {
      try {
        return await catchUp((method, params) => this.#calls.call(method, params));
      } catch (error) {
        this.#listeners.tell("error", { error, where: "sync.catch_up" });
        await this.#rest(backoff.failed(performance.now()));
      }
    }
    return null;
  }

  /**
   * Waits for a while, or for the next hello, or for as long as the client is told to stay away.
   * @param {number} delay
   */
  async #rest(delay) {
    const { promise, resolve } = Promise.withResolvers();
    this.#wakeLoad = () => resolve(undefined);
    const timer = setTimeout(() => this.#connection.isHealthy && resolve(undefined), delay);
    await promise;
    clearTimeout(timer);
  }

  /**
   * @param {number} channel
   * @param {"start" | "stop"} state
   */
  async #relay(channel, state) {
    if (!this.#connection.isOpen) return;
    await this.call("typing.relay", { channel_id: channel, state }).catch(() => {});
  }

  /** @param {Standing} standing */
  #stands(standing) {
    if (standing.phase !== "open") this.#calls.lost();
    if (standing.phase === "stopped" && standing.needsSignIn) {
      this.#outbox.freeze();
      this.#signedOut ??= Promise.allSettled(this.#partings.map((work) => work()));
    }
    this.#restate();
  }

  #restate() {
    const state = { ...this.#description(), ...this.#outbox.counts };
    const before = /** @type {Record<string, unknown>} */ (this.#state);
    if (Object.entries(state).every(([name, value]) => before[name] === value)) return;
    this.#state = Object.freeze(state);
    this.#listeners.tell("state", this.#state);
  }

  /** @returns {Omit<State, "queued" | "dead">} */
  #description() {
    const standing = this.#connection.standing;
    const base = { reason: null, code: null, retryAt: null };
    switch (standing.phase) {
      case "dialing":
        return { ...base, name: "resuming" };
      case "open": {
        const isInStep = !this.#reception.isReplaying && !this.#isLoading && this.#inbox.isEmpty;
        return { ...base, name: isInStep ? "live" : "resuming" };
      }
      case "waiting": {
        const { code, retryAt } = standing;
        if (retryAt - Date.now() <= soon) return { name: "resuming", reason: standing.reason, code, retryAt };
        return { name: "offline", reason: navigator.onLine ? standing.reason : "network", code, retryAt };
      }
      case "stopped": {
        const { code, reason } = standing;
        return { name: standing.needsSignIn ? "signed-out" : "stopped", reason, code, retryAt: null };
      }
      case "closed":
        return { ...base, name: "stopped", reason: "closed" };
    }
  }
}
