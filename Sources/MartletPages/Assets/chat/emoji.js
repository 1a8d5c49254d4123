// SPDX-License-Identifier: Apache-2.0
/** A small box of emoji to pick from; any other can be typed. */

import { element } from "./element.js";
import { popover } from "./popover.js";

const offered = [
  ["👍", "thumbs up yes good"], ["👎", "thumbs down no"], ["🎉", "party tada hooray"], ["❤️", "heart love"],
  ["😂", "joy laugh tears"], ["😄", "smile happy"], ["🙂", "slight smile"], ["😉", "wink"],
  ["😍", "heart eyes"], ["🤔", "thinking hmm"], ["😅", "sweat smile phew"], ["😢", "cry sad"],
  ["😮", "open mouth wow"], ["😡", "angry"], ["🙏", "thanks please pray"], ["👏", "clap applause"],
  ["🙌", "raised hands"], ["💪", "strong muscle"], ["👀", "eyes look"], ["✅", "check done yes"],
  ["❌", "cross no wrong"], ["❓", "question"], ["❗", "exclamation important"], ["🔥", "fire hot"],
  ["🚀", "rocket ship launch"], ["💯", "hundred perfect"], ["⭐", "star"], ["💡", "idea light bulb"],
  ["🐛", "bug"], ["🔧", "wrench fix tool"], ["📌", "pin"], ["📝", "memo note"],
  ["☕", "coffee break"], ["🍰", "cake birthday"], ["🌱", "seedling new"], ["🌈", "rainbow"],
  ["☀️", "sun"], ["🌊", "wave sea"], ["👋", "wave hello bye"], ["🫡", "salute"],
];

/**
 * Lets an emoji be chosen.
 *
 * @param {Element} anchor what it is shown beside
 * @returns {Promise<string | null>} null if none was
 */
export function pickEmoji(anchor) {
  return new Promise((resolve) => {
    let chosen = null;
    const choose = (emoji) => {
      chosen = emoji;
      box.hidePopover();
    };
    const buttons = offered.map(
      ([emoji, words]) => element(
        "button", {
          type: "button",
          class: "emoji",
          "aria-label": words.split(" ")[0],
          title: words,
          "data-words": words,
          onclick: () => choose(emoji)
        },
        emoji
      ),
    );
    const grid = element("div", { class: "emoji-grid" }, ...buttons);
    const search = element("input", {
      class: "input",
      type: "text",
      placeholder: "Find, or type any emoji",
      "aria-label": "Find an emoji, or type any",
      maxlength: "32",
      oninput: () => {
        const text = search.value.trim().toLowerCase();
        for (const button of buttons)
          button.hidden = !button.dataset.words.includes(text) && !/[^\x00-\x7f]/.test(text);
      },
      onkeydown: (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        const text = search.value.trim();
        const first = buttons.find((button) => !button.hidden);
        if (/\p{Extended_Pictographic}|\p{RI}/u.test(text) && !/\s/.test(text)) choose(text);
        else if (first && text !== "") choose(first.textContent);
      },
    });
    grid.addEventListener("keydown", (event) => moveIn(event, buttons));
    const box = popover(
      anchor, element("div", { class: "emoji-box", role: "dialog", "aria-label": "Pick an emoji" }, search, grid),
      () => resolve(chosen)
    );
    search.focus();
  });
}

function moveIn(event, buttons) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const shown = buttons.filter((button) => !button.hidden);
  shown[shown.indexOf(document.activeElement) + steps[event.key]]?.focus();
}
