// SPDX-License-Identifier: Apache-2.0

/** More milliseconds than anybody waits: what a number that does not fit comes to. */
const longest = 2 ** 32 - 1;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * How long a server asked to be left alone, as the reason of a close frame says it: `retry_after_ms=N`.
 * @param {string} reason
 * @returns {number} Milliseconds; 0 if it asks for nothing.
 */
export function hintInReason(reason) {
  const found = /^retry_after_ms=(\d+)$/.exec(reason);
  const delay = found ? Number(found[1]) : 0;
  return delay <= longest ? delay : 0;
}

/**
 * Reads the header `Retry-After`: whole seconds, or a date.
 * @param {string | null} value
 * @param {number} now The wall clock, from which a date counts.
 * @returns {number} Milliseconds; 0 for what is in the past or cannot be read.
 */
export function hintInHeader(value, now) {
  if (value === null) return 0;
  if (/^\d+$/.test(value)) return Math.min(Number(value), longest) * 1000;
  const date = httpDate(value, now);
  return date === null ? 0 : Math.max(0, date - now);
}

/**
 * An instant as HTTP headers write it: the form that is sent today and the two that a recipient must still accept.
 * @param {string} text
 * @param {number} now Settles the century of a year of two digits: the one that is not more than 50 years ahead.
 * @returns {number | null} Milliseconds since 1970.
 */
export function httpDate(text, now) {
  const today = /^\w+, (\d{1,2})[ -](\w{3})[ -](\d{4}|\d{2}) (\d\d):(\d\d):(\d\d) GMT$/.exec(text);
  const ancient = /^\w{3} (\w{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/.exec(text);
  const [day, month, year, hour, minute, second] = today
    ? [today[1], today[2], today[3], today[4], today[5], today[6]]
    : ancient
      ? [ancient[2], ancient[1], ancient[6], ancient[3], ancient[4], ancient[5]]
      : [];
  const index = months.indexOf(month ?? "");
  if (!day || !year || index < 0 || Number(day) < 1 || Number(day) > 31) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  return Date.UTC(fullYear(year, now), index, Number(day), Number(hour), Number(minute), Number(second));
}

/**
 * @param {string} text
 * @param {number} now
 */
function fullYear(text, now) {
  if (text.length === 4) return Number(text);
  const current = new Date(now).getUTCFullYear();
  const year = Math.floor(current / 100) * 100 + Number(text);
  return year > current + 50 ? year - 100 : year;
}
