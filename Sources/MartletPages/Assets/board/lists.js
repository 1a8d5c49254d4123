// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";
import { inFull, moment, spoken } from "./durations.js";
import { title } from "./sessions.js";

/** @import { People } from "../martlet/people.js" */
/** @import { WorkSession } from "./sessions.js" */

/** What ended a session, as a sign. */
const endings = {
  ended: { text: "Ended", look: "badge" },
  idle: { text: "Ended, idle", look: "badge" },
  closed: { text: "Ended, page closed", look: "badge" },
  stale: { text: "Stale", look: "badge warning", why: "Nothing was heard of it any more: its end is its last sign of life." },
};

const time = (milliseconds) =>
  element("time", { datetime: new Date(milliseconds).toISOString(), title: inFull(milliseconds) }, moment(milliseconds));

/**
 * Who works now.
 *
 * @param {HTMLElement} list
 * @param {People} people
 */
export function activeList(list, people) {
  /** @type {{session: WorkSession, node: HTMLElement}[]} */
  let ages = [];

  const age = (session) => spoken((Date.now() - session.started_at) / 1000);

  return {
    /** @param {WorkSession[]} sessions */
    fill(sessions) {
      ages = [];
      const rows = sessions.map((session) => {
        const node = element("strong", { class: "number" }, age(session));
        ages.push({ session, node });
        return element(
          "li",
          { class: "card working", "data-session": session.id },
          people.badge(session.user_id),
          element("span", { class: "subject" }, title(session)),
          element("span", { class: "since muted small" }, node, " since ", time(session.started_at)),
        );
      });
      list.replaceChildren(...(rows.length > 0 ? rows : [element("li", { class: "muted" }, "Nobody works on anything right now.")]));
    },
    /** Lets the time pass. */
    tick() {
      for (const { session, node } of ages) node.textContent = age(session);
    },
  };
}

/**
 * What is over.
 *
 * @param {HTMLElement} body The body of a table.
 * @param {People} people
 * @param {number} limit How many are shown.
 */
export function endedTable(body, people, limit) {
  const row = (session) => {
    const { text, look, why } = endings[session.ended_reason ?? "ended"];
    return element(
      "tr",
      { "data-session": session.id },
      element("td", {}, people.badge(session.user_id)),
      element("td", { class: "subject" }, title(session)),
      element("td", {}, time(session.ended_at)),
      element("td", { class: "number" }, spoken(session.duration_seconds ?? 0)),
      element("td", {}, element("span", { class: look, title: why }, text)),
    );
  };
  return {
    /** @param {WorkSession[]} sessions The latest first. */
    fill(sessions) {
      const none = element("tr", {}, element("td", { colspan: 5, class: "muted" }, "Nothing has ended in these days."));
      body.replaceChildren(...(sessions.length > 0 ? sessions.slice(0, limit).map(row) : [none]));
    },
  };
}
