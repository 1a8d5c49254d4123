// SPDX-License-Identifier: Apache-2.0

/** @import { Martlet } from "../martlet.js" */

const nameKey = "martlet.client";

/** What this browser calls itself; anew for every page where nothing can be stored. */
function clientName() {
  try {
    const name = localStorage.getItem(nameKey) ?? `browser-${crypto.randomUUID()}`;
    localStorage.setItem(nameKey, name);
    return name;
  } catch {
    return `browser-${crypto.randomUUID()}`;
  }
}

/**
 * How many there are of each method and reason: what they were about stays here.
 * @param {{method: string, reason: string}[]} letters
 */
export function counted(letters) {
  const counts = new Map();
  for (const { method, reason } of letters) {
    const key = `${method} ${reason}`;
    const count = counts.get(key) ?? { method, reason, count: 0 };
    count.count += 1;
    counts.set(key, count);
  }
  return [...counts.values()].slice(0, 50);
}

/**
 * Tells operators how many durable calls this browser has given up, whenever that changes and whenever it connects.
 *
 * @param {Martlet} martlet
 */
export function reportDeadLetters(martlet) {
  const client = clientName();
  let told = "[]";
  let wasLive = false;

  async function tell() {
    const letters = counted(await martlet.deadLetters.list());
    const text = JSON.stringify(letters);
    if (text === told) return;
    try {
      await martlet.call("client.report_dead_letters", { client, letters });
      told = text;
    } catch {
      // Told again with the next change or connection: nobody waits for it.
    }
  }

  martlet.on("deadletters", () => void tell());
  martlet.on("state", ({ name }) => {
    // A server that was restarted has forgotten.
    if (name === "live" && !wasLive) {
      told = "[]";
      void tell();
    }
    wasLive = name === "live";
  });
}
