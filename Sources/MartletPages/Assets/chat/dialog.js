// SPDX-License-Identifier: Apache-2.0
/** Dialogs: forms whose mistakes are said beside the field the server named, and questions before what cannot be undone. */

import { element, putCaretBack } from "./element.js";

let fields = 0;

/** A field with its label; `control` gets an id, and what is wrong with it is read out with it. */
export function field(label, control, hint = null) {
  const id = `field-${(fields += 1)}`;
  control.id = id;
  control.classList.add("input");
  const error = element("p", { class: "error", id: `${id}-error`, role: "alert" });
  control.setAttribute("aria-describedby", `${id}-error${hint ? ` ${id}-hint` : ""}`);
  const node = element(
    "div",
    { class: "field" },
    element("label", { for: id }, label),
    control,
    hint && element("p", { class: "muted small", id: `${id}-hint` }, hint),
    error,
  );
  node.complain = (text) => {
    error.textContent = text;
    control.setAttribute("aria-invalid", text ? "true" : "false");
  };
  return node;
}

/**
 * Shows a dialog.
 *
 * @param {string} title
 * @param {Node[]} content
 * @returns {HTMLDialogElement}
 */
export function dialog(title, content, properties = {}) {
  const heading = element("h2", { id: `dialog-${(fields += 1)}` }, title);
  const node = element(
    "dialog", { class: "dialog", "aria-labelledby": heading.id, ...properties },
    element("div", { class: "stack" }, heading, ...content)
  );
  node.addEventListener("close", () => {
    node.remove();
    putCaretBack();
  });
  // A click beside it is a click on it.
  node.addEventListener("pointerdown", (event) => event.target === node && isOutside(node, event) && node.close());
  document.body.append(node);
  node.showModal();
  return node;
}

function isOutside(node, { clientX: x, clientY: y }) {
  const { left, right, top, bottom } = node.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
}

/**
 * Asks for something and does it.
 *
 * @param {{ title: string, text?: string, fields: Record<string, Element>, submit: string, isDanger?: boolean, action: () =>
 *   Promise<unknown> }} form `fields` by the name the server calls them
 * @returns {Promise<boolean>} whether it was done
 */
export function ask({ title, text, fields: parts, submit, isDanger = false, action }) {
  return new Promise((resolve) => {
    let isDone = false;
    const problem = element("p", { class: "notice danger", role: "alert", hidden: true });
    const button = element("button", { type: "submit", class: `button ${isDanger ? "danger" : "primary"}` }, submit);
    const cancel = element("button", { type: "button", class: "button", onclick: () => node.close() }, "Cancel");
    const form = element(
      "form", { novalidate: true }, text && element("p", {}, text), ...Object.values(parts), problem,
      element("div", { class: "actions" }, cancel, button)
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      for (const part of Object.values(parts)) part.complain?.("");
      problem.hidden = true;
      button.disabled = true;
      try {
        await action();
        isDone = true;
        node.close();
      } catch (error) {
        const part = parts[error?.data?.field];
        if (part?.complain) {
          part.complain(explain(error));
          part.querySelector(".input")?.focus();
        } else {
          problem.textContent = explain(error);
          problem.hidden = false;
        }
      } finally {
        button.disabled = false;
      }
    });
    const node = dialog(title, [form]);
    node.addEventListener("close", () => resolve(isDone));
  });
}

/** Asks before something that cannot be undone. */
export function confirm(title, text, submit, action) {
  return ask({ title, text, fields: {}, submit, isDanger: true, action });
}

/** What went wrong, as a sentence. */
export function explain(error) {
  const text = {
    offline: "You are offline; try again once you are back.",
    timeout: "The server did not answer in time; try again."
  }[error?.kind] ??
    error?.message ?? String(error);
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
