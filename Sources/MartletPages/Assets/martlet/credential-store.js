// SPDX-License-Identifier: Apache-2.0

import { CredentialVault } from "./credential-vault.js";
import { result, transact } from "./database.js";

/** The worker's vault, which outlives it: browsers stop workers whenever they like. */
export class CredentialStore {
  /** @type {Promise<CredentialVault> | null} Read once, for all who ask meanwhile. */
  #vault = null;

  /** @returns {Promise<CredentialVault>} */
  vault() {
    this.#vault ??= transact(["credentials"], "readonly", ({ credentials }) => result(credentials.getAll())).then(
      (entries) => new CredentialVault(entries.sort((a, b) => a.generation - b.generation)),
      // What cannot be read is as good as nothing: the pages bring theirs again.
      () => new CredentialVault(),
    );
    return this.#vault;
  }

  /**
   * Changes the vault, and keeps it.
   * @template Result
   * @param {(vault: CredentialVault) => Result} change
   * @returns {Promise<Result>}
   */
  async update(change) {
    const vault = await this.vault();
    const outcome = change(vault);
    await transact(["credentials"], "readwrite", async ({ credentials }) => {
      credentials.clear();
      for (const entry of vault.entries) credentials.put(entry);
    });
    return outcome;
  }
}
