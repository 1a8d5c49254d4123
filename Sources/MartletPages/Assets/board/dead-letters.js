// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";
import { inFull, moment } from "./durations.js";

/** @import { Martlet } from "../martlet.js" */
/** @import { People } from "../martlet/people.js" */

/** Why something was given up, for whoever did it. */
const reasons = {
  refused: "The server refused it.",
  exhausted: "The server failed over it too often.",
  expired: "It could not be sent for a month.",
  unknown_outcome: "It was sent long ago, and nobody knows whether it arrived.",
  inherited: "What it belongs to was given up.",
};

/** What a method does, in words. */
const deeds = {
  "message.send": "Sending a message",
  "message.update": "Editing a message",
  "message.delete": "Deleting a message",
  "session.start": "Starting work",
  "session.end": "Ending work",
  "activity.record": "Recording activity",
  "read.mark": "Marking messages as read",
};

const deed = (method) => deeds[method] ?? method;

/**
 * One's own calls that were given up, in this browser.
 *
 * @param {HTMLElement} section Shown only while there are any.
 * @param {HTMLElement} list
 * @param {Martlet} martlet
 */
export function deadLetters(section, list, martlet) {
  const button = (name, action, label, look = "") =>
    element("button", { type: "button", class: `button ${look}`, "aria-label": label, onclick: action }, name);

  function row(letter) {
    const what = `${deed(letter.method)}, queued ${moment(letter.queuedAt)}`;
    return element(
      "li",
      { class: "card letter" },
      element(
        "div",
        { class: "what" },
        element("strong", {}, deed(letter.method)),
        element("p", { class: "small muted", title: inFull(letter.queuedAt) }, `Queued ${moment(letter.queuedAt)}. ${reasons[letter.reason] ?? ""}`),
      ),
      letter.mayRetry ? button("Try again", () => martlet.deadLetters.retry(letter.id), `Try again: ${what}`) : null,
      button("Discard", () => martlet.deadLetters.discard(letter.id), `Discard: ${what}`, "danger"),
    );
  }

  async function paint() {
    const letters = await martlet.deadLetters.list();
    section.hidden = letters.length === 0;
    list.replaceChildren(...letters.map(row));
  }

  martlet.on("deadletters", () => void paint());
  void paint();
}

/**
 * What everybody's browsers and apps have given up, for operators: counts and reasons, and nothing of what it was about.
 *
 * @param {HTMLElement} body The body of a table.
 * @param {Martlet} martlet
 * @param {People} people
 */
export function everybodysDeadLetters(body, martlet, people) {
  const row = ({ user_id, reported_at, letters }) =>
    element(
      "tr",
      {},
      element("td", {}, people.badge(user_id)),
      element("td", {}, letters.map(({ method, reason, count }) => element("div", {}, `${count} × ${deed(method)}: ${reason.replace("_", " ")}`))),
      element("td", { title: inFull(reported_at) }, moment(reported_at)),
    );

  let reports = [];

  function paint() {
    const none = element("tr", {}, element("td", { colspan: 3, class: "muted" }, "Nobody's client has given anything up."));
    body.replaceChildren(...(reports.length > 0 ? reports.map(row) : [none]));
  }

  return {
    paint,
    /** Asks again. */
    async load() {
      ({ reports } = await martlet.call("admin.dead_letters", { limit: 200 }));
      paint();
    },
  };
}
