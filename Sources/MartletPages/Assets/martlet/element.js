// SPDX-License-Identifier: Apache-2.0

/** Nodes, built without HTML: text is always text. */

const vector = "http://www.w3.org/2000/svg";

/**
 * An element with these attributes and children.
 *
 * `on…` with a function listens; `value`, `checked`, `disabled` and `hidden` are set as properties; `null`, `undefined` and `false`
 * leave an attribute out. Children are nodes or text; `null` and `false` are left out.
 *
 * @param {string} name
 * @param {Record<string, any>} [properties]
 * @param {...any} children
 * @returns {any}
 */
export function element(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

/**
 * The same for a part of a picture.
 *
 * @param {string} name
 * @param {Record<string, any>} [properties]
 * @param {...any} children
 * @returns {any}
 */
export function shape(name, properties = {}, ...children) {
  return filled(document.createElementNS(vector, name), properties, children);
}

/** Set as properties: their attributes say how they were at first. */
const live = new Set(["value", "checked", "disabled", "hidden"]);

function filled(node, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (live.has(key)) node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
