// SPDX-License-Identifier: Apache-2.0

import { Refusal } from "./session.js";

/** So many people need no filter to be found. */
const few = 8;

/** The letters that stand for a picture. */
function initials(name) {
  const words = name.trim().split(/\s+/u);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "").join("").toUpperCase();
}

function row(person, choose) {
  const shown = person.display_name || person.name;
  const avatar = document.createElement("span");
  avatar.className = `avatar hue-${person.id % 8}`;
  avatar.setAttribute("aria-hidden", "true");
  avatar.textContent = initials(shown);

  const names = document.createElement("span");
  names.className = "names";
  const first = document.createElement("strong");
  first.textContent = shown;
  const second = document.createElement("span");
  second.className = "muted small";
  second.textContent = ` @${person.name}`;
  names.append(first, second);

  const button = document.createElement("button");
  button.type = "button";
  button.className = "person";
  button.append(avatar, names);
  if (person.id === 1) {
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = "Operator";
    button.append(badge);
  }
  button.addEventListener("click", () => choose(person));

  const item = document.createElement("li");
  item.append(button);
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
