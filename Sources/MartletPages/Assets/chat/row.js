// SPDX-License-Identifier: Apache-2.0
/** Builds the nodes of one row of a list of messages. */

import { isEmojiAlone } from "./format.js";
import { personName } from "./directory.js";
import { element, icon } from "./element.js";
import { avatar, dayName, sizeName, timeNode } from "./people.js";
import { textNodes } from "./text.js";

/** How many names a reaction's tooltip lists. */
const namesShown = 12;

/**
 * @param {object} row as timeline.js gives it
 * @param {object} state of the store
 * @returns {HTMLLIElement}
 */
export function rowNode(row, state) {
  switch (row.kind) {
    case "day":
      return element("li", { class: "day" }, element("span", {}, dayName(new Date(...dayParts(row.day)).getTime())));
    case "new":
      return element("li", { class: "day new" }, element("span", {}, "New"));
    case "start":
      return element("li", { class: "beginning" });
    case "waiting":
      return waitingNode(row, state);
    default:
      return messageNode(row, state);
  }
}

const dayParts = (day) => day.split("-").map((part, index) => (index === 1 ? part - 1 : Number(part)));

function messageNode(row, state) {
  const { message } = row;
  const names = ["message"];
  if (row.compact) names.push("compact");
  if (row.emphasised) names.push("emphasised");
  if (row.waiting || row.isDeleting) names.push("waiting");
  if (message.pinned) names.push("pinned");
  const isGone = message.deleted_at !== null;
  const node = element(
    "li",
    { class: names.join(" "), "data-message": message.id, tabindex: "-1" },
    row.compact ? element("span", { class: "gutter" }, timeNode(message.created_at)) : avatar(state, message.user_id),
    element(
      "div",
      { class: "content" },
      head(row.author, message.created_at, row.compact, [
        message.pinned && element("span", { class: "mark" }, icon("pin"), "Pinned"),
      ]),
      isGone
        ? element("p", { class: "text muted" }, "This message was deleted.")
        : textNode(row.body, state, message.edited_at !== null && row.waiting === null && "(edited)"),
      row.waiting && element("p", { class: "state" }, row.waiting === "sending" ? "Saving…" : "Edit is queued"),
      row.isDeleting && element("p", { class: "state" }, "Deletion is queued"),
      !isGone && message.attachments.length > 0 && attachments(message.attachments, state),
      message.reactions.length > 0 && reactions(message, state),
      !row.inThread && message.reply_count > 0 && replies(message),
    ),
  );
  if (mentionsMe(node)) node.classList.add("mentions-me");
  return node;
}

function waitingNode(row, state) {
  const said = {
    queued: "Queued: goes out by itself",
    sending: "Sending…",
    failed: `Not sent: ${row.letter?.reason ?? ""}`
  };
  return element(
    "li",
    { class: `message waiting ${row.state} ${row.compact ? "compact" : ""}`, "data-waiting": row.key, tabindex: "-1" },
    row.compact ? element("span", { class: "gutter" }) : avatar(state, row.user),
    element(
      "div",
      { class: "content" },
      head(row.author, row.at, row.compact, []),
      textNode(row.body, state, null),
      row.attachments > 0 && element("p", { class: "state" }, `${row.attachments} attached`),
      element(
        "p",
        { class: "state", "data-state": row.state },
        said[row.state],
        row.state === "failed" && [
          " ",
          row.letter.mayRetry !== false && button("retry", row.letter.id, "Try again"),
          " ",
          button("discard", row.letter.id, "Discard"),
        ],
      ),
    ),
  );
}

const button = (action, id, label) =>
  element("button", { type: "button", class: "link", "data-action": action, "data-id": id }, label);

function head(author, at, isCompact, marks) {
  // Under one name one looks once, but a screen reader comes upon each message by itself.
  if (isCompact) return element("p", { class: "head visually-hidden" }, author, " ", timeNode(at));
  return element("p", { class: "head" }, element("b", { class: "author" }, author), " ", timeNode(at), ...marks);
}

function textNode(body, state, mark) {
  if (body === "") return null;
  const size = isEmojiAlone(body) ? "text large" : "text";
  const marked = mark ? [" ", element("small", { class: "muted" }, mark)] : [];
  return element("div", { class: size, dir: "auto" }, ...textNodes(body, state), ...marked);
}

function mentionsMe(node) {
  return node.querySelector(".text .mention.me") !== null;
}

function attachments(ids, state) {
  return element(
    "ul", { class: "attachments" }, ...ids.map((id) => element("li", {}, attachment(id, state.media.get(id))))
  );
}

function attachment(id, media) {
  const url = `/v1/media/${encodeURIComponent(id)}`;
  if (!media) return element("span", { class: "file muted" }, icon("file"), "Attachment");
  if (media.isGone) return element("span", { class: "file muted" }, icon("file"), "An attachment that is gone");
  if (/^image\/(?!svg)/.test(media.content_type)) {
    const picture = element("img", { src: url, alt: media.name, loading: "lazy", decoding: "async" });
    return element("a", { class: "picture", href: url, target: "_blank", rel: "noopener" }, picture);
  }
  return element(
    "a",
    { class: "file", href: url, target: "_blank", rel: "noopener", download: media.name },
    icon("file"),
    element("span", { class: "name" }, media.name),
    element("span", { class: "muted small" }, sizeName(media.size)),
  );
}

function reactions(message, state) {
  const items = message.reactions.map(({ emoji, count, user_ids: users }) => {
    const isMine = users.includes(state.me);
    const names = users.slice(0, namesShown).map((id) => personName(state, id));
    const others = count - names.length;
    const who = others > 0 ? `${names.join(", ")} and ${others} more` : names.join(", ");
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: "reaction",
          "data-action": "react",
          "data-emoji": emoji,
          "aria-pressed": isMine ? "true" : "false",
          "aria-label": `${emoji} ${count}, ${who}`,
          title: who,
        },
        element("span", { "aria-hidden": "true" }, emoji),
        element("span", { class: "number", "aria-hidden": "true" }, String(count)),
      ),
    );
  });
  return element("ul", { class: "reactions", "aria-label": "Reactions" }, ...items);
}

function replies(message) {
  const count = message.reply_count;
  return element(
    "button",
    { type: "button", class: "replies link", "data-action": "thread" },
    count === 1 ? "1 reply" : `${count} replies`,
  );
}
