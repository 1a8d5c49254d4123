// SPDX-License-Identifier: Apache-2.0

import { needsSignIn, reasonFor } from "./close-codes.js";
import { Reconnection } from "./reconnection.js";
import { hintInReason } from "./retry-hint.js";
import { SilenceWatch } from "./silence.js";

/** @import { Ending } from "./reconnection.js" */
/** @import { Opening, Reception } from "./reception.js" */

/**
 * A frame of the server; docs/protocol.md has the kinds.
 * @typedef {Record<string, any> & { type?: string, seq?: number, jsonrpc?: string }} Frame
 */

/**
 * Where a connection stands. `retryAt` is by the wall clock.
 * @typedef {{ phase: "dialing" | "open" }
 *   | { phase: "waiting", reason: string, code: number | null, retryAt: number }
 *   | { phase: "stopped", reason: string, code: number | null, needsSignIn: boolean }
 *   | { phase: "closed" }} Standing
 */

/**
 * Who uses a connection.
 * @typedef {object} ConnectionOwner
 * @property {string} address The socket's address, without a query.
 * @property {((options: { renew: boolean }) => Promise<string | null>) | null} token Nothing for the page's cookie.
 * @property {(hello: Frame, opening: Opening) => void} opened A connection said hello.
 * @property {(frame: Frame) => void} took An event that is new, or an ephemeral one.
 * @property {(frame: Frame) => void} answered An answer to a call.
 * @property {(standing: Standing) => void} stands What became of it.
 */

/** The close code of a socket that ended without a close frame. */
const lost = 1006;
const version = 1;

/** Keeps one socket up: dials, listens, answers pings, and comes back as `Reconnection` says. */
export class Connection {
  #owner;
  #reception;
  #reconnection = new Reconnection(Math.random);
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {SilenceWatch | null} */
  #watch = null;
  /** @type {Standing} */
  #standing = { phase: "dialing" };
  /** Counts dials, so that what an earlier one still had to say is not heard. */
  #dials = 0;
  #hasOpened = false;
  #isResuming = false;
  #lastReason = /** @type {string | null} */ (null);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retryTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silenceTimer;
  #isActive = true;

  /**
   * @param {ConnectionOwner} owner
   * @param {Reception} reception
   */
  constructor(owner, reception) {
    this.#owner = owner;
    this.#reception = reception;
  }

  /** @returns {Standing} */
  get standing() {
    return this.#standing;
  }

  /** Whether calls can be sent. */
  get isOpen() {
    return this.#standing.phase === "open";
  }

  /** Whether it works or is being made. */
  get isHealthy() {
    return this.#standing.phase === "open" || this.#standing.phase === "dialing";
  }

  /**
   * Dials now, whatever there was before.
   * @param {{ renew?: boolean }} options
   */
  async dial({ renew = false } = {}) {
    this.#drop();
    const dial = this.#dials;
    this.#stand({ phase: "dialing" });
    let token = null;
    try {
      token = (await this.#owner.token?.({ renew })) ?? null;
    } catch {
      if (dial === this.#dials) this.#end({ kind: "closed", code: lost, hint: 0 });
      return;
    }
    if (dial === this.#dials) this.#open(token);
  }

  /**
   * Sends a frame or a call.
   * @param {string} text
   * @returns {boolean} Whether there was a connection to send it on.
   */
  send(text) {
    if (!this.isOpen || !this.#socket) return false;
    this.#socket.send(text);
    return true;
  }

  /** Asks a server that may be gone for a sign of life: after a sleep or a change of network. */
  probe() {
    if (this.#watch) this.#obey(this.#watch.circumstancesChanged(performance.now()));
  }

  /**
   * Says whether anybody looks: while nobody does, ephemeral events are withheld.
   * @param {boolean} isActive
   */
  setActive(isActive) {
    this.#isActive = isActive;
    this.send(JSON.stringify({ type: "activity", active: isActive }));
  }

  /**
   * Ends it by the client's own wish.
   * @param {Standing} [standing]
   */
  close(standing = { phase: "closed" }) {
    const socket = this.#socket;
    this.#drop({ leaves: true });
    socket?.close(1000);
    this.#stand(standing);
  }

  /** @param {string | null} token */
  #open(token) {
    const place = this.#reception.resumePoint;
    this.#isResuming = place !== null;
    const query = place ? `?resume_from=${place.seq}&epoch=${encodeURIComponent(place.epoch)}` : "";
    const socket = new WebSocket(this.#owner.address + query, "martlet.v1");
    this.#socket = socket;
    this.#watch = new SilenceWatch(performance.now());
    this.#obey(this.#watch.timerFired(performance.now()));
    socket.onopen = () => {
      if (token !== null) socket.send(JSON.stringify({ type: "open", token }));
    };
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = ({ code, reason }) => this.#end({ kind: "closed", code, hint: hintInReason(reason) });
  }

  /** @param {string} text */
  #heard(text) {
    this.#watch?.heard(performance.now());
    /** @type {Frame} */
    const frame = JSON.parse(text);
    if (frame.jsonrpc) return this.#owner.answered(frame);
    switch (frame.type) {
      case "hello":
        return this.#greeted(frame);
      case "ping":
        this.#socket?.send(JSON.stringify({ type: "pong", seq: this.#reception.position?.seq }));
        if (!this.#reception.pinged(/** @type {any} */ (frame))) this.#end({ kind: "miscounted" });
        return;
      case "epoch":
        return this.#reception.epochChanged(/** @type {any} */ (frame));
      case "draining":
        this.#lastReason = "draining";
        return this.#reconnection.draining(frame.reconnect_after_ms);
      case "token_expiring":
        return void this.#renew();
    }
    if (frame.seq === undefined || this.#reception.took(frame.seq)) this.#owner.took(frame);
  }

  /** @param {Frame} hello */
  #greeted(hello) {
    if (hello.v !== version) return this.close({ phase: "stopped", reason: "version", code: null, needsSignIn: false });
    this.#hasOpened = true;
    this.#watch?.expect(hello.heartbeat_ms ?? 0);
    this.#watch?.heard(performance.now());
    this.#lastReason = null;
    this.#reconnection.opened(performance.now());
    const opening = this.#reception.opened(/** @type {any} */ (hello), this.#isResuming);
    // Whoever hears of the hello may call already, and nobody sees the connection open before.
    this.#standing = { phase: "open" };
    if (!this.#isActive) this.setActive(false);
    this.#owner.opened(hello, opening);
    this.#stand(this.#standing);
  }

  async #renew() {
    const dial = this.#dials;
    const token = await this.#owner.token?.({ renew: true }).catch(() => null);
    if (!token || dial !== this.#dials) return;
    this.send(JSON.stringify({ jsonrpc: "2.0", id: "renewal", method: "auth.refresh", params: { token } }));
  }

  /** @param {Ending} ending */
  #end(ending) {
    const hasOpened = this.#hasOpened;
    this.#drop();
    const sequel = this.#reconnection.ended(ending, performance.now());
    const code = ending.kind === "closed" ? ending.code : null;
    const word = ending.kind === "closed" ? reasonFor(ending.code) : ending.kind;
    if (sequel.kind === "stop") {
      const signIn = code !== null && needsSignIn(code);
      return this.#stand({ phase: "stopped", reason: word, code, needsSignIn: signIn });
    }
    const reason = word === "lost" ? (this.#lastReason ?? (hasOpened ? "lost" : "unreachable")) : word;
    this.#stand({ phase: "waiting", reason, code, retryAt: Math.round(Date.now() + sequel.after) });
    this.#retryTimer = setTimeout(() => void this.dial({ renew: sequel.renew }), sequel.after);
  }

  /** @param {import("./silence.js").SilenceAction} action */
  #obey(action) {
    clearTimeout(this.#silenceTimer);
    if (action.kind === "dead") return this.#end({ kind: "silent" });
    if (action.kind === "probe" && this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send('{"jsonrpc":"2.0","id":"probe","method":"rpc.health"}');
    }
    this.#silenceTimer = setTimeout(() => {
      if (this.#watch) this.#obey(this.#watch.timerFired(performance.now()));
    }, Math.max(0, action.until - performance.now()));
  }

  /**
   * Forgets the socket, whatever it still has to say; it is not waited for.
   * @param {{ leaves?: boolean }} options
   */
  #drop({ leaves = false } = {}) {
    this.#dials += 1;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#silenceTimer);
    this.#watch = null;
    this.#hasOpened = false;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (!leaves) socket.close();
  }

  /** @param {Standing} standing */
  #stand(standing) {
    this.#standing = standing;
    this.#owner.stands(standing);
  }
}
