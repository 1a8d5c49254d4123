// SPDX-License-Identifier: Apache-2.0

/**
 * A length of time as people say it, to the minute.
 * @param {number} seconds
 */
export function spoken(seconds) {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  if (minutes < 1) return "under a minute";
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ""}`;
}

/**
 * A running clock: 0:07:31.
 * @param {number} seconds
 */
export function clock(seconds) {
  const whole = Math.floor(Math.max(0, seconds));
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** The hour of a moment, and of another day that day too. */
export function moment(milliseconds, now = Date.now()) {
  const date = new Date(milliseconds);
  const isToday = date.toDateString() === new Date(now).toDateString();
  return isToday ? time.format(date) : `${day.format(date)}, ${time.format(date)}`;
}

/** A moment in full. */
export const inFull = (milliseconds) => whole.format(new Date(milliseconds));

/** What a day such as 2026-05-04 is called. */
export function dayName(text, locale = undefined) {
  const [year, month, date] = text.split("-").map(Number);
  return new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric" }).format(new Date(year, month - 1, date));
}

/** The last days up to today, the oldest first, as the server names them. */
export function lastDays(count, now = new Date()) {
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() - (count - 1 - index));
    const two = (number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  });
}
