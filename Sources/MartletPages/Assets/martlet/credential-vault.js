// SPDX-License-Identifier: Apache-2.0

/**
 * What a client said last of itself. `token` is null after a sign-out, which is remembered under no client's name.
 * @typedef {{ account: string, client: string, generation: number, token: string | null }} VaultEntry
 */

/** How many entries there may be: of more, those that were not heard of for longest go. */
const limit = 64;
/** Under which name an account's sign-out is remembered: no client has it. */
const everyone = "";

/**
 * What the worker keeps of the media tokens it is given: by the page that gave them, each for its own account.
 *
 * A page's requests never get another one's token. A sign-out is the whole account's in this browser, and stays
 * remembered, so that a late push brings nothing back.
 */
export class CredentialVault {
  /** @type {VaultEntry[]} */
  #entries;

  /** @param {VaultEntry[]} [entries] What an earlier one remembered. */
  constructor(entries = []) {
    this.#entries = entries.slice(-limit);
  }

  /** Everything that is remembered, in the order in which it was last heard of. */
  get entries() {
    return this.#entries;
  }

  /**
   * Takes what a page pushes.
   * @param {VaultEntry} entry
   * @returns {boolean} Whether it was kept; not if its account was signed out since.
   */
  receive(entry) {
    const { account, client, generation } = entry;
    const isOver = this.#entries.some(
      (known) => known.account === account && known.token === null && known.generation >= generation,
    );
    const isOld = this.#entries.some((known) => known.client === client && known.generation > generation);
    if (isOver || isOld) return false;
    // A page is one account's at a time.
    this.#remember(entry, (known) => known.client === client);
    return true;
  }

  /**
   * Takes a sign-out: nothing of this generation or an earlier one is kept any more.
   * @param {string} account
   * @param {number} generation
   */
  forget(account, generation) {
    const latest = this.#entries.reduce(
      (most, known) => (known.account === account && known.token === null ? Math.max(most, known.generation) : most),
      generation,
    );
    const entry = { account, client: everyone, generation: latest, token: null };
    this.#remember(entry, (known) => known.account === account && known.generation <= latest);
  }

  /**
   * A page's own token.
   * @param {string} client
   */
  tokenOf(client) {
    return this.#entries.find((entry) => entry.client === client && entry.token !== null)?.token ?? null;
  }

  /**
   * Forgets the pages that are gone.
   * @param {ReadonlySet<string>} living
   */
  keepOnly(living) {
    this.#entries = this.#entries.filter(({ client }) => client === everyone || living.has(client));
  }

  /**
   * @param {VaultEntry} entry
   * @param {(known: VaultEntry) => boolean} isReplaced
   */
  #remember(entry, isReplaced) {
    this.#entries = [...this.#entries.filter((known) => !isReplaced(known)), entry].slice(-limit);
  }
}
