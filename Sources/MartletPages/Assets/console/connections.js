// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";

/** @import { Martlet } from "../martlet.js" */
/** @import { People } from "../martlet/people.js" */

/** How many connections are looked through for the slowest, and how many of them are shown. */
const fetched = 1000;
const listed = 50;
const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/**
 * Live connections, the slowest first, and what an operator may do to them.
 *
 * @param {object} parts
 * @param {HTMLElement} parts.body The body of a table.
 * @param {HTMLInputElement} parts.filter Narrows it down to people.
 * @param {HTMLElement} parts.summary Says how many there are.
 * @param {Martlet} parts.martlet
 * @param {People} parts.people
 * @param {(text: string) => void} parts.tell Says what came of it.
 */
export function connections({ body, filter, summary, martlet, people, tell }) {
  /** Rows stay while their connection does, so that focus stays where it is. */
  const rows = new Map();
  let all = [];
  let isWhole = true;

  async function disconnect(params, whom) {
    try {
      const { closed } = await martlet.call("admin.disconnect", params);
      tell(`${closed} of ${whom} closed. Clients come back by themselves.`);
    } catch (error) {
      tell(`That did not work: ${error.message}.`);
    }
    await load();
  }

  function rowOf({ connection_id: id, user_id: user, transport, edge, opened_at: opened }) {
    const known = rows.get(id);
    if (known) return known;
    const behind = element("td", { class: "number" });
    const who = element("td", {});
    const button = (text, params) =>
      element(
        "button",
        { type: "button", class: "button plain", onclick: () => disconnect(params, `${people.name(user)}'s connections`) },
        text,
      );
    const close = button("Close", { connection_id: id });
    const expel = button("Disconnect person", { user_id: user });
    const node = element(
      "tr",
      {},
      who,
      element("td", {}, transport),
      behind,
      element("td", {}, time.format(new Date(opened))),
      element("td", { class: "muted" }, edge),
      element("td", { class: "doing" }, close, expel),
    );
    const row = {
      node,
      behind,
      name: "",
      /** A name may be known later than its connection. */
      rename(name) {
        row.name = name;
        who.replaceChildren(people.badge(user));
        close.setAttribute("aria-label", `Close this connection of ${name}`);
        expel.setAttribute("aria-label", `Disconnect ${name} everywhere`);
      },
    };
    rows.set(id, row);
    return row;
  }

  function paint() {
    const wanted = filter.value.trim().toLowerCase();
    const shown = all
      .filter(({ user_id }) => people.name(user_id).toLowerCase().includes(wanted))
      .sort((one, other) => other.lag - one.lag || one.opened_at - other.opened_at);
    const slow = all.filter(({ lag }) => lag > 0).length;
    summary.textContent = `${all.length}${isWhole ? "" : " or more"}, ${slow} behind`;
    const present = new Set(all.map(({ connection_id }) => connection_id));
    for (const id of rows.keys()) if (!present.has(id)) rows.delete(id);
    const nodes = shown.slice(0, listed).map((connection) => {
      const row = rowOf(connection);
      const name = people.name(connection.user_id);
      if (row.name !== name) row.rename(name);
      row.behind.textContent = String(connection.lag);
      row.behind.classList.toggle("slow", connection.lag > 0);
      return row.node;
    });
    arrange(body, nodes);
  }

  async function load() {
    const found = [];
    let more = true;
    for (let after = null; more && found.length < fetched; after = found.at(-1)?.connection_id) {
      const page = await martlet.call("admin.connections", { after, limit: 200 });
      found.push(...page.connections);
      more = page.has_more && page.connections.length > 0;
    }
    all = found;
    isWhole = !more;
    paint();
  }

  filter.addEventListener("input", paint);
  return { load, paint };
}

/** Puts these nodes in this order, moving only those that stand elsewhere: a node that is moved loses its focus. */
function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
