// SPDX-License-Identifier: Apache-2.0

/** Milliseconds: how often a start is relayed, and how long it lasts here and there. */
const timing = Object.freeze({ relay: 3000, lasts: 5000 });

/** Relays that somebody types here, sparingly, and knows who types elsewhere. */
export class Typing {
  #user;
  #relay;
  #tell;
  /** @type {Map<number, { relayedAt: number, timer: ReturnType<typeof setTimeout> }>} What is typed here, by channel. */
  #here = new Map();
  /** @type {Map<number, Map<number, ReturnType<typeof setTimeout>>>} Who types elsewhere, by channel. */
  #there = new Map();

  /**
   * @param {number} user Oneself.
   * @param {(channel: number, state: "start" | "stop") => void} relay
   * @param {(event: { channel_id: number, users: number[] }) => void} tell Hears of who types in a channel now.
   */
  constructor(user, relay, tell) {
    this.#user = user;
    this.#relay = relay;
    this.#tell = tell;
  }

  /**
   * Who types in a channel, oneself left out.
   * @param {number} channel
   */
  in(channel) {
    return [...(this.#there.get(channel)?.keys() ?? [])];
  }

  /**
   * Says that a key was pressed.
   * @param {number} channel
   */
  start(channel) {
    const now = performance.now();
    const here = this.#here.get(channel);
    clearTimeout(here?.timer);
    const isDue = !here || now - here.relayedAt >= timing.relay;
    if (isDue) this.#relay(channel, "start");
    const timer = setTimeout(() => this.stop(channel), timing.lasts);
    this.#here.set(channel, { relayedAt: isDue ? now : here.relayedAt, timer });
  }

  /**
   * Says that what was typed was sent or cleared.
   * @param {number} channel
   */
  stop(channel) {
    const here = this.#here.get(channel);
    if (!here) return;
    clearTimeout(here.timer);
    this.#here.delete(channel);
    this.#relay(channel, "stop");
  }

  /**
   * Takes word of somebody; a message of theirs says that they stopped.
   * @param {{ channel_id: number, user_id: number, state: "start" | "stop" }} event
   */
  heard({ channel_id: channel, user_id: user, state }) {
    if (user === this.#user) return;
    const typists = this.#there.get(channel) ?? new Map();
    this.#there.set(channel, typists);
    const wasTyping = typists.has(user);
    clearTimeout(typists.get(user));
    if (state === "start") {
      typists.set(user, setTimeout(() => this.heard({ channel_id: channel, user_id: user, state: "stop" }), timing.lasts));
    } else {
      typists.delete(user);
    }
    if (wasTyping !== typists.has(user)) this.#tell({ channel_id: channel, users: this.in(channel) });
  }

  /** Forgets everyone, without a word to anybody. */
  clear() {
    for (const { timer } of this.#here.values()) clearTimeout(timer);
    for (const typists of this.#there.values()) for (const timer of typists.values()) clearTimeout(timer);
    this.#here.clear();
    this.#there.clear();
  }
}
