// SPDX-License-Identifier: Apache-2.0

import { credentialSync } from "./credential-settings.js";
import { CredentialSync } from "./credential-sync.js";

/** @import { Push, PushOutcome } from "./credential-sync.js" */

/** How long a receiver may take; milliseconds. */
const patience = 5000;
/** At what share of its life a token is replaced. */
const renewal = 0.8;

/** Hands the signed-in page's media token to the service workers that live, as `CredentialSync` says. */
export class Courier {
  #base;
  #user;
  #registration;
  #sync;
  /** Above every generation of an earlier page of this browser. */
  #generation = Date.now();
  /** @type {{ token: string | null, expiresAt: number } | null} */
  #credentials = null;
  /** @type {Map<string, ServiceWorker>} */
  #receivers = new Map();
  /** @type {WeakMap<ServiceWorker, string>} */
  #names = new WeakMap();
  #named = 0;
  #isOver = false;
  #end = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #renewal;

  /**
   * @param {{ base: string, user: number, configuration: unknown, registration: ServiceWorkerRegistration }} page
   */
  constructor({ base, user, configuration, registration }) {
    this.#base = base;
    this.#user = user;
    this.#registration = registration;
    this.#sync = new CredentialSync(credentialSync(configuration, user), performance.now(), Math.random);
  }

  start() {
    const options = { signal: this.#end.signal };
    const { serviceWorker } = navigator;
    const isVisible = () => document.visibilityState === "visible";
    const look = () => {
      if (isVisible()) this.#obey(this.#sync.foregrounded(performance.now()));
      else this.#sync.hidden();
      this.#sleep();
    };
    serviceWorker.addEventListener("controllerchange", () => this.#count(), options);
    serviceWorker.addEventListener("message", ({ data }) => this.#hear(data), options);
    serviceWorker.startMessages();
    this.#registration.addEventListener("updatefound", () => this.#count(), options);
    document.addEventListener("visibilitychange", look, options);
    addEventListener("focus", look, options);
    addEventListener("pageshow", (event) => event.persisted && look(), options);
    for (const name of ["online", "offline"]) {
      addEventListener(name, () => this.#obey(this.#sync.networkChanged(navigator.onLine, performance.now())), options);
    }
    look();
    this.#count();
  }

  /** Ends it, and leaves what the workers have. */
  stop() {
    this.#isOver = true;
    this.#end.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#renewal);
  }

  /** Has everybody forget the account; what is on its way to them comes too late. */
  async signedOut() {
    if (this.#isOver) return;
    this.stop();
    const generation = Math.max(Date.now(), this.#generation + 1);
    await Promise.all([...this.#receivers.values()].map((worker) => this.#hand(worker, { type: "martlet.forget", generation })));
  }

  /** @param {any} message A worker has no token, or one that is not good any more. */
  #hear(message) {
    if (message?.type !== "martlet.request") return;
    if (message.renew) this.#renew();
    else this.#obey(this.#sync.requested(performance.now()));
  }

  /** Looks who lives now. */
  #count() {
    const { installing, waiting, active } = this.#registration;
    const living = [installing, waiting, active, navigator.serviceWorker.controller].filter((worker) => worker !== null);
    this.#receivers = new Map(living.map((worker) => [this.#nameOf(worker), worker]));
    this.#obey(this.#sync.receiversChanged(new Set(this.#receivers.keys()), performance.now()));
  }

  /** @param {ServiceWorker} worker */
  #nameOf(worker) {
    const known = this.#names.get(worker);
    if (known) return known;
    const name = String(++this.#named);
    this.#names.set(worker, name);
    worker.addEventListener("statechange", () => this.#count(), { signal: this.#end.signal });
    return name;
  }

  /** @param {Push | null} push */
  #obey(push) {
    if (push && !this.#isOver) void this.#deliver(push);
    this.#sleep();
  }

  #sleep() {
    clearTimeout(this.#timer);
    const wake = this.#sync.wakeAt;
    if (wake === null || this.#isOver) return;
    const fired = () => this.#obey(this.#sync.timerFired(performance.now()));
    this.#timer = setTimeout(fired, Math.max(0, wake - performance.now()));
  }

  /** @param {Push} push */
  async #deliver(push) {
    const outcome = await this.#outcomeOf(push);
    if (!this.#isOver) this.#obey(this.#sync.pushed(push, outcome, performance.now()));
  }

  /**
   * @param {Push} push
   * @returns {Promise<PushOutcome>}
   */
  async #outcomeOf({ receivers }) {
    let token;
    try {
      token = await this.#token();
    } catch {
      return "failed";
    }
    if (token === null || this.#isOver) return "skipped";
    const workers = [...receivers].map((name) => this.#receivers.get(name)).filter((worker) => worker !== undefined);
    const message = { type: "martlet.credentials", generation: this.#generation, token };
    const outcomes = await Promise.all(workers.map((worker) => this.#hand(worker, message)));
    if (outcomes.includes("acknowledged")) return "acknowledged";
    return outcomes.includes("failed") ? "failed" : "skipped";
  }

  /**
   * Gives a worker something, and waits until it has it.
   * @param {ServiceWorker} worker
   * @param {Record<string, unknown>} message
   * @returns {Promise<PushOutcome>}
   */
  async #hand(worker, message) {
    if (worker.state === "redundant") return "skipped";
    const { port1, port2 } = new MessageChannel();
    /** @type {Promise<PushOutcome>} */
    const answer = new Promise((resolve) => {
      port1.onmessage = () => resolve("acknowledged");
      setTimeout(() => resolve("failed"), patience);
    });
    worker.postMessage({ ...message, account: `${this.#base} ${this.#user}` }, [port2]);
    const outcome = await answer;
    port1.close();
    return outcome;
  }

  /** The token, a newer one when its life is nearly over; null if there is none for this user. */
  async #token() {
    if (this.#credentials && Date.now() < this.#credentials.expiresAt) return this.#credentials.token;
    // Asked for a token by nobody, a developer's server would sign somebody in.
    const present = await this.#session({ method: "GET" });
    if (present?.user_id !== this.#user) return null;
    const headers = { "Content-Type": "application/json" };
    const session = await this.#session({ method: "POST", headers, body: "{}" });
    const { user_id: user, media_token: token, media_token_expires_at: end } = session ?? {};
    if (user !== this.#user || !token) return null;
    const life = Math.max(0, end - Date.now()) * renewal;
    this.#credentials = { token, expiresAt: Date.now() + life };
    clearTimeout(this.#renewal);
    // Timers do not reach further than this; a longer life is looked at again by the next push.
    if (life < 2 ** 31) this.#renewal = setTimeout(() => this.#renew(), life);
    return token;
  }

  /**
   * Asks about the page's sign-in; null if there is none.
   * @param {RequestInit} request
   */
  async #session(request) {
    const response = await fetch(`${this.#base}/v1/session`, request);
    if (response.status === 401 || response.status === 403) return null;
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return response.json();
  }

  /** Has a newer token handed to everybody. */
  #renew() {
    if (this.#isOver) return;
    this.#credentials = null;
    this.#obey(this.#sync.tokenChanged(performance.now()));
  }
}
