// SPDX-License-Identifier: Apache-2.0
/** Builds nodes from a parsed text; nothing of it is ever read as HTML. */

import { parse } from "./format.js";
import { element } from "./element.js";

const tags = { bold: "strong", italic: "em", struck: "s" };

/** The nodes of a message's text. */
export function textNodes(body, state) {
  const named = (name) => (name === "channel" ? null : state.names.get(name));
  return parse(body, named).map((part) => partNode(part, state));
}

function partNode(part, state) {
  switch (part.kind) {
    case "text":
      return part.text;
    case "code":
      return element("code", {}, part.text);
    case "block":
      // Whoever uses the keyboard can scroll what is too wide.
      return element("pre", { tabindex: "0", "aria-label": "code" }, element("code", {}, part.text));
    case "link":
      return element("a", { href: part.url, target: "_blank", rel: "noopener noreferrer nofollow" }, part.text);
    case "mention": {
      const isMe = part.user === null || part.user === state.me;
      return element("span", { class: isMe ? "mention me" : "mention" }, part.text);
    }
    default:
      return element(tags[part.kind], {}, ...part.parts.map((inner) => partNode(inner, state)));
  }
}
