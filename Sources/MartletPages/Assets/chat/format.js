// SPDX-License-Identifier: Apache-2.0
/**
 * What a message's text means: a tree of plain values, from which nodes are built and nothing else. Text stays text.
 *
 * Understood are ```blocks```, `code`, **bold**, *italic*, ~~struck~~, web addresses and @mentions.
 *
 * @typedef {{ kind: "text", text: string } | { kind: "code" | "block", text: string } | { kind: "link", text: string,
 *   url: string } | { kind: "mention", text: string, user: ?number } | { kind: "bold" | "italic" | "struck",
 *   parts: Part[] }} Part
 */

const block = /```(?:[a-z0-9+-]*\n)?([\s\S]+?)```/g;
// Every part is bounded or stops at its own mark, so that no text takes more than a few steps a letter.
const inline =
  /`([^`\n]+)`|(https?:\/\/[^\s<>"'`]+)|@([^\s@`]{1,64})|\*\*(?=\S)([^\n]{0,400}?\S)\*\*|\*(?=[^\s*])([^*\n]{0,400}[^\s*])\*|_(?=[^\s_])([^_\n]{0,400}[^\s_])_|~~(?=[^\s~])([^~\n]{0,400}[^\s~])~~/gu;
const wordy = /[\p{L}\p{M}\p{N}]/u;
/** How deep one mark may stand in another. */
const depthLimit = 4;

/**
 * @param {string} body
 * @param {(name: string) => ?number | undefined} named whom a short name names: a number, null for everybody
 * @returns {Part[]}
 */
export function parse(body, named = () => undefined) {
  const parts = [];
  let end = 0;
  for (const match of body.matchAll(block)) {
    parts.push(...parseInline(body.slice(end, match.index).replace(/\n$/, ""), named, 0));
    parts.push({ kind: "block", text: match[1].replace(/\n$/, "") });
    end = match.index + match[0].length;
    if (body[end] === "\n") end += 1;
  }
  parts.push(...parseInline(body.slice(end), named, 0));
  return parts;
}

function parseInline(text, named, depth) {
  const parts = [];
  let end = 0;
  const add = (part) => {
    const last = parts.at(-1);
    if (part.kind === "text" && last?.kind === "text") last.text += part.text;
    else if (part.kind !== "text" || part.text !== "") parts.push(part);
  };
  for (let match = next(text, 0); match; match = next(text, end)) {
    add({ kind: "text", text: text.slice(end, match.index) });
    const { part, length } = understand(match, named, depth);
    add(part);
    end = match.index + length;
  }
  add({ kind: "text", text: text.slice(end) });
  return parts;
}

function next(text, from) {
  inline.lastIndex = from;
  return inline.exec(text);
}

function understand(match, named, depth) {
  const [whole, code, url, name, bold, starred, underlined, struck] = match;
  // What turns out to be no mark is passed over, and what follows it may be one.
  const plain = { part: { kind: "text", text: whole[0] }, length: 1 };
  const before = match.input[match.index - 1] ?? "";
  const joined = wordy.test(before);
  if (code !== undefined) return { part: { kind: "code", text: code }, length: whole.length };
  if (url !== undefined) return joined ? plain : link(url);
  if (name !== undefined) return joined || /[/@\\]/.test(before) ? plain : mention(name, named) ?? plain;
  if (depth >= depthLimit) return plain;
  const inner = (kind, text) => ({ part: { kind, parts: parseInline(text, named, depth + 1) }, length: whole.length });
  if (bold !== undefined) return inner("bold", bold);
  if (struck !== undefined) return inner("struck", struck);
  // snake_case and 2*3*4 are no italics.
  const after = match.input[match.index + whole.length] ?? "";
  if (joined || wordy.test(after)) return plain;
  return inner("italic", starred ?? underlined);
}

/** A web address without the punctuation of the sentence it stands in. */
function link(found) {
  let url = found.replace(/[.,;:!?*_~]+$/, "");
  if (url.endsWith(")") && !url.includes("(")) url = url.slice(0, -1);
  return {
    part: URL.canParse(url) ? { kind: "link", text: url, url } : { kind: "text", text: url },
    length: url.length
  };
}

/** Whoever the longest spelling names, since a short name may end in punctuation. */
function mention(name, named) {
  for (let spelling = name; spelling; ) {
    const user = named(spelling.toLowerCase());
    if (user !== undefined)
      return { part: { kind: "mention", text: `@${spelling}`, user }, length: spelling.length + 1 };
    const shorter = spelling.replace(/[\p{L}\p{M}\p{N}]+$/u, "");
    spelling = shorter === spelling ? spelling.slice(0, -1) : shorter;
  }
  return null;
}

const pictures = /^(?:\p{RGI_Emoji}\s*){1,6}$/v;

/** Whether a text is a few emoji and nothing else, which are shown large. */
export function isEmojiAlone(body) {
  return body.length <= 64 && pictures.test(body);
}
