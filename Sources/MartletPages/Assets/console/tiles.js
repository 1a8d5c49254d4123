// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";

const numbers = new Intl.NumberFormat();

/** A number of bytes, as people say it. */
function bytes(count) {
  if (count === null) return "–";
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  return `${(count / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A length of time, to its two largest units. */
function age(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return `${Math.floor(milliseconds / 1000)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** What is read off at a glance. */
const glances = [
  ["Connections", (stats) => numbers.format(stats.connections)],
  ["People online", (stats) => `${numbers.format(stats.online)} of ${numbers.format(stats.users)}`],
  ["Messages", (stats) => numbers.format(stats.messages)],
  ["Log", (stats) => `${numbers.format(stats.floor)} – ${numbers.format(stats.head)}`],
  ["Store", (stats) => bytes(stats.store_bytes)],
  ["Memory", (_, metrics) => bytes(metrics.sum("process_resident_memory_bytes"))],
  ["Up for", (stats) => age(stats.uptime_ms)],
  ["Version", (stats) => stats.version],
];

/**
 * Fills a list with them.
 *
 * @param {HTMLElement} list
 */
export function tiles(list) {
  const values = glances.map(() => element("dd", { class: "number" }, "–"));
  list.replaceChildren(
    ...glances.map(([name], index) => element("div", { class: "card tile" }, element("dt", { class: "muted small" }, name), values[index])),
  );
  return {
    fill(stats, metrics) {
      glances.forEach(([, read], index) => (values[index].textContent = read(stats, metrics)));
    },
  };
}
