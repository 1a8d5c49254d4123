// SPDX-License-Identifier: Apache-2.0

/** @typedef {{ epoch: string, seq: number }} Position A place in the server's log. */

/**
 * What a hello means for what the client shows: it stays and what was missed follows; there was nothing before; it is not
 * to be trusted and must be loaded afresh.
 * @typedef {{ kind: "goesOn" } | { kind: "begins" } | { kind: "resync", reason: string | null }} Opening
 */

/**
 * What a client has of its stream, and where it would resume: the other side of a server's cursor.
 *
 * Between two pings that agree with the client's own count it remembers what it has taken, so that after a count that
 * disagrees it can go back to the last agreement, take what was missing, and drop what it has already.
 */
export class Reception {
  /** @type {Position | null} */
  #position;
  /** @type {Position | null} Up to where it is certain that nothing is missing. */
  #certain;
  /** @type {Set<number>} What was taken past `#certain`. */
  #uncertain = new Set();
  #isMissingSome = false;
  #count = 0;
  /** @type {{ count: number, end: Position } | null} */
  #replay = null;

  /** @param {Position | null} [position] Where an earlier reception ended. */
  constructor(position = null) {
    this.#position = position;
    this.#certain = position;
  }

  /** The last entry that was taken; null before the first hello. */
  get position() {
    return this.#position;
  }

  /** Where the next connection shall begin; null for live. */
  get resumePoint() {
    return this.#isMissingSome ? this.#certain : this.#position;
  }

  /** Whether the replay is still to come. */
  get isReplaying() {
    return this.#replay !== null;
  }

  /**
   * Notes a connection's first frame.
   * @param {{ epoch: string, seq: number, resumed: boolean, from: number, to: number, replayed: number, resync: string | null }} hello
   * @param {boolean} isAsked Whether the client asked to resume from `resumePoint`.
   * @returns {Opening}
   */
  opened(hello, isAsked) {
    this.#count = 0;
    this.#replay = null;
    if (!hello.resumed) {
      this.#settle({ epoch: hello.epoch, seq: hello.seq });
      return isAsked ? { kind: "resync", reason: hello.resync } : { kind: "begins" };
    }
    this.#certain = { epoch: hello.epoch, seq: hello.from };
    // In the log's new life: the server has found that the old one is a beginning of it.
    this.#position = { epoch: hello.epoch, seq: Math.max(hello.from, this.#position?.seq ?? hello.from) };
    this.#replay = { count: hello.replayed, end: { epoch: hello.epoch, seq: hello.to } };
    this.#completeReplay();
    return { kind: "goesOn" };
  }

  /**
   * Takes a logged event.
   * @param {number} seq
   * @returns {boolean} Whether it is new; if not, it was taken before.
   */
  took(seq) {
    this.#count += 1;
    const isNew = seq > (this.#certain?.seq ?? 0) && !this.#uncertain.has(seq);
    if (isNew) {
      this.#uncertain.add(seq);
      if (this.#position && seq > this.#position.seq) this.#position = { ...this.#position, seq };
    }
    this.#completeReplay();
    return isNew;
  }

  /**
   * Compares counts, and advances to where the server is if they agree.
   * @param {{ seq: number, sent: number }} ping
   * @returns {boolean} Whether they do; if not, something is missing: resume at `resumePoint` on another connection.
   */
  pinged({ seq, sent }) {
    if (sent !== this.#count || !this.#position) {
      this.#isMissingSome = true;
      return false;
    }
    this.#advance({ epoch: this.#position.epoch, seq });
    return true;
  }

  /**
   * Notes that the log began a new life under this connection.
   * @param {Position} position
   */
  epochChanged({ epoch, seq }) {
    this.#position = { epoch, seq: Math.max(seq, this.#position?.seq ?? 0) };
  }

  #completeReplay() {
    if (!this.#replay || this.#count < this.#replay.count) return;
    const { end } = this.#replay;
    this.#replay = null;
    this.#isMissingSome = false;
    this.#advance(end);
  }

  /** @param {Position} position */
  #advance(position) {
    this.#certain = position;
    if (position.seq >= (this.#position?.seq ?? 0)) {
      this.#position = position;
      this.#uncertain.clear();
    } else {
      for (const seq of this.#uncertain) if (seq <= position.seq) this.#uncertain.delete(seq);
    }
  }

  /** @param {Position} position */
  #settle(position) {
    this.#position = position;
    this.#certain = position;
    this.#uncertain.clear();
    this.#isMissingSome = false;
  }
}
