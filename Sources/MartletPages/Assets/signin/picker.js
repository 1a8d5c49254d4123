// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";
import { hue, initials } from "../martlet/people.js";
import { Refusal } from "./session.js";

/** So many people need no filter to be found. */
const few = 8;

function row(person, choose) {
  const shown = person.display_name || person.name;
  const item = element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "person", onclick: () => choose(person) },
      element("span", { class: `avatar hue-${hue(person.id)}`, "aria-hidden": "true" }, initials(shown)),
      element(
        "span",
        { class: "names" },
        element("strong", {}, shown),
        element("span", { class: "muted small" }, ` @${person.name}`),
      ),
      person.id === 1 ? element("span", { class: "badge" }, "Operator") : null,
    ),
  );
  return { item, text: `${shown} ${person.name}`.toLowerCase() };
}

/**
 * A list of people of whom one is picked.
 *
 * @param {object} parts
 * @param {HTMLElement} parts.list Where they stand.
 * @param {HTMLInputElement} parts.filter What narrows them down.
 * @param {HTMLElement} parts.filterField What holds it; shown only where there are many.
 * @param {HTMLElement} parts.empty Shown when nobody is left.
 * @param {(person: {id: number}) => Promise<void>} parts.choose
 * @param {(problem: string) => void} parts.report
 */
export function picker({ list, filter, filterField, empty, choose, report }) {
  let rows = [];

  async function chosen(person) {
    try {
      await choose(person);
    } catch (error) {
      report(error instanceof Refusal ? `That did not work: ${error.message}.` : "The server does not answer.");
    }
  }

  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const row of rows) row.item.hidden = !row.text.includes(wanted);
    empty.hidden = rows.some((row) => !row.item.hidden);
  });

  return {
    /** Shows these people. */
    fill(people) {
      rows = people.map((person) => row(person, chosen));
      list.replaceChildren(...rows.map((row) => row.item));
      filterField.hidden = rows.length <= few;
    },
  };
}
