// SPDX-License-Identifier: Apache-2.0
/** Where a message is written: text, what is attached to it, and the names that are completed. */

import { element, iconButton, setText } from "./element.js";
import { sizeName } from "./people.js";

const encoder = new TextEncoder();

export class Composer {
  #calls;
  /** What is attached, once something was; it is fetched when it is wanted, as the names to complete are. */
  #uploads = null;
  #completion = null;
  #drafts = new Map();
  #room = null;
  #limit = 16 * 1024;
  #editing = null;

  /**
   * @param {{ send: (room: object, body: string, attachments: string[]) => void, typing: (room: object, isTyping: boolean) =>
   *   void, editLast: () => void, saved: (message: object, body: string) => void, people: (text: string) => object[], uploaded: (media: object) => void, limits: () =>
   *   { bytes: number, files: number }, label: string }} calls
   */
  constructor(calls) {
    this.#calls = calls;
    this.input = element("textarea", {
      class: "composer-input",
      rows: "1",
      "aria-label": calls.label,
      enterkeyhint: "send",
      dir: "auto",
      onkeydown: (event) => this.#keyPressed(event),
      oninput: () => this.#changed(),
      onpaste: (event) => this.#pasted(event),
    });
    this.file = element("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#chosen() });
    this.editBar = element(
      "p", { class: "editing", hidden: true }, "Editing a message ",
      element("button", { type: "button", class: "link", onclick: () => this.#endEdit() }, "Cancel")
    );
    this.problem = element("p", { class: "composer-problem", role: "alert" });
    this.uploadList = element("ul", { class: "uploads", "aria-label": "Attachments", hidden: true });
    this.button = iconButton("send", "Send", { class: "send", onclick: () => this.send() });
    const attach = iconButton("attach", "Attach files", { onclick: () => this.file.click() });
    const emoji = iconButton("emoji", "Insert an emoji", { onclick: () => this.#insertEmoji(emoji) });
    this.node = element(
      "div",
      { class: "composer", ondragover: (event) => event.preventDefault(), ondrop: (event) => this.#dropped(event) },
      this.problem,
      this.editBar,
      this.uploadList,
      element("div", { class: "composer-row" }, attach, this.file, this.input, emoji, this.button),
    );
    this.#drawButton();
  }

  /** Leaves a room; what was begun there is still there when one comes back. What is typed now is the next room's. */
  leave() {
    if (!this.#room) return;
    this.#endEdit();
    this.#drafts.set(this.#room.key, { text: this.input.value, uploads: this.#uploads?.take() ?? [] });
    this.#room = null;
    this.input.value = "";
    this.#completion?.close();
    this.#say("");
    this.#fit();
    this.#drawButton();
  }

  /** Writes for a room. */
  open(room, placeholder, limit) {
    if (this.#room?.key !== room.key) {
      this.leave();
      const draft = this.#drafts.get(room.key);
      this.input.value = (draft?.text ?? "") + this.input.value;
      this.#uploads?.put(draft?.uploads ?? []);
      this.#fit();
    }
    this.#room = room;
    this.#limit = limit ?? this.#limit;
    if (this.input.placeholder !== placeholder) this.input.placeholder = placeholder;
    this.#drawButton();
  }

  focus() {
    this.input.focus();
  }

  /** Changes what was said: what was being written comes back afterwards. */
  edit(message) {
    this.#endEdit();
    this.#editing = { message, draft: this.input.value };
    this.input.value = message.body;
    this.editBar.hidden = false;
    this.#fit();
    this.#drawButton();
    this.input.focus();
    this.input.setSelectionRange(message.body.length, message.body.length);
  }

  #endEdit() {
    if (!this.#editing) return;
    this.input.value = this.#editing.draft;
    this.#editing = null;
    this.editBar.hidden = true;
    this.#say("");
    this.#fit();
    this.#drawButton();
    this.input.focus();
  }

  send() {
    const body = this.input.value.trim();
    const attachments = this.#attached;
    const size = encoder.encode(body).length;
    if (size > this.#limit) {
      return this.#say(`This message has ${size} bytes; the limit is ${this.#limit} (${sizeName(this.#limit)}).`);
    }
    if (this.#editing) return this.#save(body);
    if (this.#uploads?.isBusy) return this.#say("An attachment is still on its way.");
    if (!this.#room || (body === "" && attachments.length === 0)) return;
    this.#calls.send(this.#room, body, attachments);
    this.input.value = "";
    this.#uploads?.clear();
    this.#say("");
    this.#fit();
    this.#drawButton();
    this.input.focus();
  }

  #save(body) {
    const { message } = this.#editing;
    if (body === "" && message.attachments.length === 0)
      return this.#say("A message may not be empty: delete it instead.");
    this.#endEdit();
    if (body !== message.body) this.#calls.saved(message, body);
  }

  get #attached() {
    return this.#uploads?.ready ?? [];
  }

  /** Attaches files to what is written in this room. */
  async attach(files) {
    // A list that belongs to a field is empty once that is.
    const chosen = [...files];
    const { Uploads } = await import("./uploads.js");
    this.#uploads ??= new Uploads(this.uploadList, {
      limits: this.#calls.limits,
      uploaded: this.#calls.uploaded,
      refused: (text) => this.#say(text),
      changed: () => this.#drawButton(),
    });
    for (const file of chosen) this.#uploads.add(file);
  }

  async #complete() {
    if (this.#completion === null) {
      if (!this.input.value.includes("@")) return;
      const { Completion } = await import("./completion.js");
      if (this.#completion === null) {
        this.#completion = new Completion(this.input, (text) => this.#calls.people(text));
        this.node.append(this.#completion.list);
      }
    }
    this.#completion.update();
  }

  #chosen() {
    this.attach(this.file.files);
    this.file.value = "";
    this.input.focus();
  }

  #pasted(event) {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    this.attach(event.clipboardData.files);
  }

  #dropped(event) {
    event.preventDefault();
    this.attach(event.dataTransfer.files);
  }

  #changed() {
    this.#say("");
    this.#fit();
    this.#drawButton();
    this.#complete();
    if (this.#room && !this.#editing) this.#calls.typing(this.#room, this.input.value !== "");
  }

  #keyPressed(event) {
    if (event.isComposing) return;
    if (this.#completion?.keyPressed(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.#editing) {
      event.preventDefault();
      event.stopPropagation();
      this.#endEdit();
    } else if (event.key === "ArrowUp" && this.input.value === "" && !event.altKey) {
      event.preventDefault();
      this.#calls.editLast();
    }
  }

  async #insertEmoji(anchor) {
    const { pickEmoji } = await import("./emoji.js");
    const emoji = await pickEmoji(anchor);
    if (!emoji) return this.input.focus();
    this.input.setRangeText(emoji, this.input.selectionStart, this.input.selectionEnd, "end");
    this.input.focus();
    this.#changed();
  }

  #say(text) {
    setText(this.problem, text);
  }

  #drawButton() {
    this.button.disabled = this.input.value.trim() === "" && this.#attached.length === 0;
  }

  // Where the browser does not size it by its content.
  #fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
