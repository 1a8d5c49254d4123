// SPDX-License-Identifier: Apache-2.0
/** Nodes, built without HTML: text is always text. */

const vector = "http://www.w3.org/2000/svg";

/**
 * An element with these attributes and children.
 *
 * A property `onclick` adds a listener; `value`, `checked` and `disabled` are set as properties; `null`, `undefined` and
 * `false` leave an attribute out. Children may be nodes or text; `null` and `false` are left out.
 */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Outlines on a square of 24. */
const outlines = {
  add: "M12 5v14M5 12h14",
  back: "M15 5l-7 7 7 7",
  call: "M4 13v-1a8 8 0 0 1 16 0v1M4 13v4a2 2 0 0 0 3 1v-6a2 2 0 0 0-3 1zM20 13v4a2 2 0 0 1-3 1v-6a2 2 0 0 1 3 1z",
  canvas: "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  emoji: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.5M15 9.5v.5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  mention: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.5",
  menu: "M5 11.4a.6.6 0 1 0 .01 0zM12 11.4a.6.6 0 1 0 .01 0zM19 11.4a.6.6 0 1 0 .01 0z",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14a6.5 6.5 0 0 1 3.5 6",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  reply: "M4 5h16v11H11l-5 4v-4H4z",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  send: "M4 12L20 4l-6 17-3-7z",
  attach: "M20 11l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.5 3.5 0 0 1 5 5L10 17a2 2 0 0 1-3-3l7.5-7.5",
  unfold: "M7 10l5 5 5-5",
};

/** A small picture, hidden from screen readers: what it means is said in words beside it. */
export function icon(name) {
  const picture = document.createElementNS(vector, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(vector, "path");
  line.setAttribute("d", outlines[name]);
  picture.append(line);
  return picture;
}

/** A button that shows a picture and says a word. */
export function iconButton(name, label, properties = {}) {
  const { class: more = "", ...others } = properties;
  const names = `button plain icon ${more}`.trim();
  return element("button", { type: "button", class: names, "aria-label": label, title: label, ...others }, icon(name));
}

/**
 * Puts the caret into the field that has the focus. When what it was in is gone, the browser gives the focus back and not
 * the caret, and nothing could be typed.
 */
export function putCaretBack() {
  const field = document.activeElement;
  if (field?.matches("textarea")) field.setSelectionRange(field.selectionStart, field.selectionEnd);
}

/** Sets an attribute only if it is another one, so that nothing is laid out or announced for it again. */
export function setAttribute(node, name, value) {
  if (value === null || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

/** Sets a node's text only if it is another one. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Makes the children of a node these, moving and creating as few as possible.
 *
 * @param {Element} parent
 * @param {{ key: string }[]} items
 * @param {Map<string, { item: object, node: Element }>} known what stands there now; is brought up to date
 * @param {(item: object, before: ?Element) => Element} build
 * @param {(one: object, other: object) => boolean} isSame
 * @returns {boolean} whether anything changed
 */
export function arrange(parent, items, known, build, isSame) {
  let hasChanged = false;
  const kept = new Set();
  for (const item of items) {
    kept.add(item.key);
    const before = known.get(item.key);
    if (before && isSame(before.item, item)) continue;
    const node = build(item, before?.node ?? null);
    if (before && before.node !== node) before.node.replaceWith(node);
    known.set(item.key, { item, node });
    hasChanged = true;
  }
  for (const [key, { node }] of known) {
    if (kept.has(key)) continue;
    node.remove();
    known.delete(key);
    hasChanged = true;
  }
  let next = parent.firstElementChild;
  for (const item of items) {
    const { node } = known.get(item.key);
    if (node === next) next = next.nextElementSibling;
    else {
      parent.insertBefore(node, next);
      hasChanged = true;
    }
  }
  return hasChanged;
}
