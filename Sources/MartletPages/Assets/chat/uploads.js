// SPDX-License-Identifier: Apache-2.0
/** Files on their way to the server, each with what of it is there already. */

import { element, iconButton } from "./element.js";
import { sizeName } from "./people.js";

export class Uploads {
  #list;
  #calls;
  #items = [];

  /**
   * @param {HTMLUListElement} list
   * @param {{ limits: () => { bytes: number, files: number }, uploaded: (media: object) => void, refused: (text: string) => void, changed: () => void }} calls
   */
  constructor(list, calls) {
    this.#list = list;
    this.#calls = calls;
  }

  /** The ids of what is there. */
  get ready() {
    return this.#items.filter((item) => item.media).map((item) => item.media.id);
  }

  get isBusy() {
    return this.#items.some((item) => !item.media);
  }

  add(file) {
    const { bytes, files } = this.#calls.limits();
    if (file.size > bytes)
      return this.#calls.refused(`${file.name} has ${sizeName(file.size)}; the limit is ${sizeName(bytes)}.`);
    if (this.#items.length >= files) return this.#calls.refused(`A message has at most ${files} attachments.`);
    const progress = element("progress", { max: "1", value: 0, "aria-label": `Uploading ${file.name}` });
    const item = { media: null, request: new XMLHttpRequest() };
    item.node = element(
      "li",
      { class: "upload" },
      element("span", { class: "name" }, file.name),
      element("span", { class: "muted small" }, sizeName(file.size)),
      progress,
      iconButton("close", `Remove ${file.name}`, { onclick: () => this.#remove(item) }),
    );
    this.#items.push(item);
    this.#draw();
    this.#send(item, file, progress);
  }

  #send(item, file, progress) {
    const { request } = item;
    request.open("POST", `/v1/media?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    // Unlike fetch it tells how far it is.
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    };
    request.onload = () => {
      const answer = parseAnswer(request.responseText);
      if (request.status >= 300 || !answer?.id) {
        this.#remove(item);
        const reason = answer?.error?.message ?? answer?.message ?? `the server answered ${request.status}`;
        this.#calls.refused(`${file.name} was not uploaded: ${reason}`);
        return;
      }
      item.media = answer;
      progress.remove();
      this.#calls.uploaded(answer);
      this.#calls.changed();
    };
    request.onerror = () => {
      this.#remove(item);
      this.#calls.refused(
        `${file.name} was not uploaded: the server was not reached. Attach it again once you are back.`
      );
    };
    request.send(file);
  }

  #remove(item) {
    item.request.abort();
    this.#items = this.#items.filter((other) => other !== item);
    this.#draw();
  }

  clear() {
    this.#items = [];
    this.#draw();
  }

  /** Hands over what is here, and is empty. */
  take() {
    const items = this.#items;
    this.clear();
    return items;
  }

  put(items) {
    this.#items = items;
    this.#draw();
  }

  #draw() {
    this.#list.replaceChildren(...this.#items.map((item) => item.node));
    this.#list.hidden = this.#items.length === 0;
    this.#calls.changed();
  }
}

function parseAnswer(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
