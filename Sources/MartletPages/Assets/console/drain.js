// SPDX-License-Identifier: Apache-2.0

/** @import { Martlet } from "../martlet.js" */

/**
 * Sending everybody away before a planned stop; asked twice, since only a restart takes it back.
 *
 * @param {object} parts
 * @param {HTMLButtonElement} parts.button
 * @param {HTMLDialogElement} parts.dialog
 * @param {HTMLInputElement} parts.seconds
 * @param {Martlet} parts.martlet
 * @param {(text: string) => void} parts.tell Says what came of it.
 */
export function drain({ button, dialog, seconds, martlet, tell }) {
  button.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "drain") return;
    dialog.returnValue = "";
    try {
      const { connections } = await martlet.call("admin.drain", { window_ms: Math.round(Number(seconds.value) * 1000) });
      tell(`Draining ${connections} connections.`);
    } catch (error) {
      tell(`That did not work: ${error.message}.`);
    }
  });
  return {
    /** @param {boolean} isDraining */
    fill(isDraining) {
      button.disabled = isDraining;
    },
  };
}
