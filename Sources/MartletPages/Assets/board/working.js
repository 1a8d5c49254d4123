// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";
import { clock } from "./durations.js";
import { title } from "./sessions.js";

/** @import { Martlet } from "../martlet.js" */

/** A pull request as forges write it: owner/name#7, or its address. */
const reference = /^(?:https?:\/\/[^/]+\/)?([\w.-]{1,100})\/([\w.-]{1,100})(?:#|\/pull\/|\/pulls\/)(\d{1,15})\/?$/u;

/**
 * Reads the name of a pull request.
 * @param {string} text
 * @returns {{repo_owner: string, repo_name: string, pr_number: number} | null}
 */
export function pullRequest(text) {
  const found = reference.exec(text.trim());
  const number = Number(found?.[3]);
  return found && number >= 1 ? { repo_owner: found[1], repo_name: found[2], pr_number: number } : null;
}

/**
 * One's own work on this page: begun here, and running in sight until it is ended.
 *
 * @param {HTMLElement} place
 * @param {Martlet} martlet
 */
export function working(place, martlet) {
  const input = element("input", {
    class: "input",
    id: "subject",
    name: "subject",
    required: true,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "owner/repository#7",
    "aria-describedby": "subject-error",
  });
  const problem = element("p", { class: "error", id: "subject-error", role: "alert" });
  const form = element(
    "form",
    { class: "begin", onsubmit: begin },
    element("div", { class: "field" }, element("label", { for: "subject" }, "What do you work on?"), input, problem),
    element("button", { class: "button primary" }, "Start"),
  );
  const list = element("ul", { class: "mine", "aria-label": "Your running work" });
  place.replaceChildren(form, list);
  /** @type {{session: any, clock: HTMLElement}[]} */
  let shown = [];

  function begin(event) {
    event.preventDefault();
    const request = pullRequest(input.value);
    problem.textContent = request ? "" : "Write a pull request as owner/repository#7, or paste its address.";
    input.setAttribute("aria-invalid", String(!request));
    if (!request) return;
    martlet.workSessions.start(request);
    input.value = "";
  }

  function row(session) {
    const isPaused = session.state === "paused";
    const face = element("strong", { class: "number clock" }, clock(session.seconds));
    const button = (name, action, look = "") =>
      element("button", { type: "button", class: `button ${look}`, onclick: action }, name);
    const item = element(
      "li",
      { class: "card running" },
      element("span", { class: "subject" }, title(session.work)),
      element("span", { class: `badge ${isPaused ? "warning" : "good"}` }, isPaused ? "Paused" : "Running"),
      face,
      isPaused ? button("Resume", () => session.resume()) : button("Pause", () => session.pause()),
      button("End", () => session.end(), "primary"),
    );
    return { session, clock: face, item };
  }

  function paint() {
    shown = martlet.workSessions.all.filter((session) => session.state !== "ended").map(row);
    list.replaceChildren(...shown.map(({ item }) => item));
  }

  martlet.on("sessions", paint);
  paint();
  return {
    /** Moves the clocks on. */
    tick() {
      for (const { session, clock: face } of shown) face.textContent = clock(session.seconds);
    },
  };
}
