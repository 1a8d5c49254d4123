// SPDX-License-Identifier: Apache-2.0

/** @typedef {{ user_id: number, status: "online" | "offline", status_text: string, last_seen: number | null }} PresenceEntry */

/** @type {Omit<PresenceEntry, "user_id">} */
const unknown = Object.freeze({ status: "offline", status_text: "", last_seen: null });

/** Who is there, as the server says it, by workspace. */
export class Presence {
  /** @type {Map<number, Map<number, PresenceEntry>>} */
  #workspaces = new Map();
  /** @type {Map<number, PresenceEntry>} */
  #people = new Map();

  /**
   * A person's presence; offline if nothing is known.
   * @param {number} user
   */
  of(user) {
    return this.#people.get(user) ?? unknown;
  }

  /**
   * Everyone who is known in a workspace.
   * @param {number} workspace
   * @returns {ReadonlyMap<number, PresenceEntry>}
   */
  in(workspace) {
    return this.#workspaces.get(workspace) ?? new Map();
  }

  /**
   * Takes a snapshot of a workspace, or what changed in it.
   * @param {{ workspace_id: number, full: boolean, users: PresenceEntry[] }} update
   * @returns {number[]} Whose presence is another now.
   */
  updated({ workspace_id: workspace, full, users }) {
    const known = this.#workspaces.get(workspace) ?? new Map();
    this.#workspaces.set(workspace, known);
    const named = new Set(users.map((entry) => entry.user_id));
    const gone = full ? [...known.values()].filter((entry) => !named.has(entry.user_id)) : [];
    const leavers = gone.filter((entry) => entry.status === "online").map((entry) => ({ ...entry, status: "offline" }));
    return [...users, ...leavers].filter((entry) => this.#note(known, entry)).map((entry) => entry.user_id);
  }

  /**
   * @param {Map<number, PresenceEntry>} workspace
   * @param {any} entry
   */
  #note(workspace, entry) {
    const before = this.of(entry.user_id);
    workspace.set(entry.user_id, entry);
    this.#people.set(entry.user_id, entry);
    return before.status !== entry.status || before.status_text !== entry.status_text;
  }
}
