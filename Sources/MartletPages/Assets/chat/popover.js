// SPDX-License-Identifier: Apache-2.0
/** What opens beside something and goes with Escape or a click elsewhere: menus and small boxes. */

import { element, putCaretBack } from "./element.js";

const margin = 8;

/**
 * Opens a box beside an element; the browser closes it, and puts the focus back.
 *
 * @param {Element} anchor
 * @param {Element} content
 * @param {() => void} [closed]
 */
export function popover(anchor, content, closed) {
  const box = element("div", { class: "menu popover", popover: "auto" }, content);
  const origin = document.activeElement;
  document.body.append(box);
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    if (box.contains(document.activeElement) || document.activeElement === document.body) origin?.focus?.();
    box.remove();
    putCaretBack();
    closed?.();
  });
  const at = anchor.getBoundingClientRect();
  box.showPopover();
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + height + margin <= innerHeight;
  box.style.left = `${Math.max(margin, Math.min(at.left, innerWidth - width - margin))}px`;
  box.style.top = `${Math.max(margin, below ? at.bottom + 4 : at.top - height - 4)}px`;
  return box;
}

/**
 * Opens a menu.
 *
 * @param {Element} anchor
 * @param {({ label: string, act: () => void, isDanger?: boolean, hint?: string, node?: Node, isCurrent?: boolean } | null |
 *   false)[]} items those that are null are left out
 */
export function menu(anchor, items, label = "Menu") {
  const list = element("div", { role: "menu", "aria-label": label });
  let box = null;
  for (const item of items.filter(Boolean)) {
    const act = () => {
      box.hidePopover();
      item.act();
    };
    const properties = {
      type: "button",
      role: "menuitem",
      tabindex: "-1",
      class: item.isDanger ? "danger" : null,
      "aria-current": item.isCurrent ? "true" : null,
      onclick: act
    };
    list.append(
      element(
        "button", properties, item.node, element("span", { class: "menu-label" }, item.label),
        item.hint && element("span", { class: "muted small" }, item.hint)
      ),
    );
  }
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.children];
    const at = buttons.indexOf(document.activeElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1 + buttons.length, Home: 0, End: buttons.length - 1 }[event.key];
    if (target === undefined) {
      if (event.key === "Tab") box.hidePopover();
      return;
    }
    event.preventDefault();
    buttons[target % buttons.length].focus();
  });
  box = popover(anchor, list);
  list.firstElementChild?.focus();
  return box;
}
