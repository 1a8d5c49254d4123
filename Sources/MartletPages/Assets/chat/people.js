// SPDX-License-Identifier: Apache-2.0
/** How people, times and sizes look. */

import { hue, initials, personName } from "./directory.js";
import { dayOf } from "./timeline.js";
import { element } from "./element.js";

/** Somebody's initials on their ink. Their name stands beside it, so it says nothing to screen readers. */
export function avatar(state, id, size = "") {
  const name = personName(state, id);
  return element("span", { class: `avatar ${size} hue-${hue(id)}`, "aria-hidden": "true" }, initials(name));
}

/** Whether somebody is there: a dot, and a word for screen readers. */
export function presenceDot(presence) {
  const isOnline = presence?.status === "online";
  return element(
    "span",
    { class: `dot ${isOnline ? "online" : ""}` },
    element("span", { class: "visually-hidden" }, isOnline ? "online" : "offline"),
  );
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const short =
  new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** A moment as a node that knows it exactly. */
export function timeNode(milliseconds, isShort = true) {
  const date = new Date(milliseconds);
  const text = isShort ? clock.format(date) : short.format(date);
  return element("time", { datetime: date.toISOString(), title: whole.format(date) }, text);
}

/** What a day is called. */
export function dayName(milliseconds, now = Date.now()) {
  if (dayOf(milliseconds) === dayOf(now)) return "Today";
  if (dayOf(milliseconds) === dayOf(now - 86_400_000)) return "Yesterday";
  return weekday.format(new Date(milliseconds));
}

/** A number of bytes, as people say it. */
export function sizeName(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
