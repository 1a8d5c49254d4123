// SPDX-License-Identifier: Apache-2.0
// The people of a developer's own server, as its operator sees them.

import { ask } from "./session.js";

const operator = "1";

async function call(method, params) {
  const answer = await ask("/rpc", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Martlet-User": operator },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return answer.result;
}

/** The first thousand people there are. */
export async function people() {
  const found = [];
  for (let since = 0, more = true; more && found.length < 1000; since = found.at(-1)?.id) {
    const page = await call("user.list", { since_id: since, limit: 200 });
    found.push(...page.users);
    more = page.has_more;
  }
  return found;
}

/** A new person. */
export const addPerson = (name) => call("user.create", { name });
