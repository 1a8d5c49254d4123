// SPDX-License-Identifier: Apache-2.0

/**
 * @typedef {object} WorkSession
 * @property {number} id
 * @property {number} user_id
 * @property {string} repo_owner
 * @property {string} repo_name
 * @property {number} pr_number
 * @property {"active" | "ended"} status
 * @property {number} started_at
 * @property {number | null} ended_at
 * @property {number | null} duration_seconds
 * @property {"ended" | "idle" | "closed" | "stale" | null} ended_reason
 */

/**
 * What is shown of all there is.
 * @typedef {object} Filter
 * @property {Set<number> | null} members Only theirs; null: everybody's.
 * @property {number | null} person Only theirs.
 * @property {string} text Only pull requests whose name has this in it.
 * @property {string} status `""`, `active`, `ended` or `stale`.
 */

/** What somebody works on, as forges write it. */
export const title = (session) => `${session.repo_owner}/${session.repo_name}#${session.pr_number}`;

/** Whether a session belongs to what is shown. */
export function isShown(session, { members, person, text, status }) {
  if (members && !members.has(session.user_id)) return false;
  if (person !== null && session.user_id !== person) return false;
  if (text && !title(session).toLowerCase().includes(text.toLowerCase())) return false;
  switch (status) {
    case "active":
      return session.status === "active";
    case "ended":
      return session.status === "ended" && session.ended_reason !== "stale";
    case "stale":
      return session.ended_reason === "stale";
    default:
      return true;
  }
}

/** Every work session that the board knows of. */
export class Sessions {
  /** @type {Map<number, WorkSession>} */
  #all = new Map();

  /** Begins afresh with what the server lists. */
  replace(sessions) {
    this.#all = new Map(sessions.map((session) => [session.id, session]));
  }

  /** Takes what an event says; its word is the latest. */
  heard(session) {
    this.#all.set(session.id, session);
  }

  /** Those that go on, the longest first. @param {Filter} filter */
  active(filter) {
    return this.#shown(filter, "active").sort((one, other) => one.started_at - other.started_at);
  }

  /** Those that are over, the latest first. @param {Filter} filter @param {number} since */
  ended(filter, since) {
    return this.#shown(filter, "ended")
      .filter((session) => session.ended_at >= since)
      .sort((one, other) => other.ended_at - one.ended_at || other.id - one.id);
  }

  #shown(filter, status) {
    return [...this.#all.values()].filter((session) => session.status === status && isShown(session, filter));
  }
}
