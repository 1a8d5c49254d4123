// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";

/** @import { Martlet } from "../martlet.js" */

/** How many entries are kept in sight. */
const kept = 200;

/** Who hears an entry, in a few words. */
function hearers({ users, channels, workspaces, except }) {
  const parts = [
    ...users.map((id) => `person ${id}`),
    ...channels.map((id) => `channel ${id}`),
    ...workspaces.map((id) => `workspace ${id}`),
    ...except.map((id) => `not person ${id}`),
  ];
  return parts.length > 4 ? `${parts.slice(0, 3).join(", ")} and ${parts.length - 3} more` : parts.join(", ") || "nobody";
}

/**
 * The newest entries of the log: what happened and who heard, and nothing of what was said.
 *
 * @param {object} parts
 * @param {HTMLElement} parts.body The body of a table.
 * @param {HTMLInputElement} parts.filter Only entries whose type has this in it.
 * @param {HTMLInputElement} parts.following Whether new ones are shown.
 * @param {Martlet} parts.martlet
 */
export function logTail({ body, filter, following, martlet }) {
  let entries = [];
  let since = null;

  const row = ({ seq, type, audience, bytes, redacted }) =>
    element(
      "tr",
      {},
      element("td", { class: "number" }, String(seq)),
      element("td", { class: "type" }, type, redacted ? element("span", { class: "badge" }, "redacted") : null),
      element("td", { class: "muted" }, hearers(audience)),
      element("td", { class: "number" }, String(bytes)),
    );

  function paint() {
    const wanted = filter.value.trim().toLowerCase();
    const shown = entries.filter(({ type }) => type.toLowerCase().includes(wanted)).reverse();
    const none = element("tr", {}, element("td", { colspan: 4, class: "muted" }, "Nothing of that kind yet."));
    body.replaceChildren(...(shown.length > 0 ? shown.map(row) : [none]));
  }

  filter.addEventListener("input", paint);
  return {
    /** Asks for what is new. */
    async load() {
      if (!following.checked) return;
      const answer = await martlet.call("admin.log_tail", { since, limit: kept });
      const isFresh = since === null || answer.head < since;
      // Far behind, what is in between is not shown: this is a tail.
      if (!isFresh && answer.head - since > 2 * kept) since = null;
      else since = answer.entries.at(-1)?.seq ?? answer.head;
      if (!isFresh && answer.entries.length === 0) return;
      entries = [...(isFresh ? [] : entries), ...answer.entries].slice(-kept);
      paint();
    },
  };
}
