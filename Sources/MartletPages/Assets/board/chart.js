// SPDX-License-Identifier: Apache-2.0

import { element, shape } from "../martlet/element.js";
import { dayName, spoken } from "./durations.js";

const height = 220;
const edge = { top: 12, right: 8, bottom: 28, left: 52 };
/** As wide as its place, so that its letters keep their size; from here on it only grows. */
const widest = 960;
const padding = 34;
/** So many people have a colour of their own; the rest share the last. */
const hues = 6;

/**
 * The people of the chart, who worked longest first, each with a colour.
 * @param {{user_id: number, seconds: number}[]} totals
 */
function ranked(totals) {
  const sums = new Map();
  for (const { user_id, seconds } of totals) sums.set(user_id, (sums.get(user_id) ?? 0) + seconds);
  return [...sums].sort((one, other) => other[1] - one[1]).map(([id, seconds], rank) => ({
    id,
    seconds,
    series: Math.min(rank + 1, hues),
  }));
}

/** A round number of hours at or above the longest day, and how far its lines are apart. */
function scale(seconds) {
  const hours = Math.max(1, seconds / 3600);
  const step = [0.25, 0.5, 1, 2, 4, 8, 24, 48, 120].find((step) => hours / step <= 4) ?? Math.ceil(hours / 4);
  return { top: Math.ceil(hours / step) * step, step };
}

/**
 * How long everybody worked on each day, as a picture, and in words beside it for whoever cannot see it.
 *
 * @param {HTMLElement} place
 * @param {string[]} days The oldest first.
 * @param {{user_id: number, day: string, seconds: number}[]} totals
 * @param {(id: number) => string} nameOf
 */
export function chart(place, days, totals, nameOf) {
  const people = ranked(totals);
  const byDay = new Map(days.map((day) => [day, new Map()]));
  for (const { user_id, day, seconds } of totals) byDay.get(day)?.set(user_id, seconds);
  const sums = days.map((day) => [...byDay.get(day).values()].reduce((sum, seconds) => sum + seconds, 0));
  const { top, step } = scale(Math.max(0, ...sums));

  const width = Math.max(280, Math.min(widest, place.clientWidth - padding));
  const across = (width - edge.left - edge.right) / days.length;
  const down = height - edge.top - edge.bottom;
  const y = (hours) => edge.top + down * (1 - hours / top);
  const lines = [];
  for (let hours = 0; hours <= top + step / 2; hours += step) {
    const label = hours > 0 && hours < 1 ? `${hours * 60} min` : `${hours} h`;
    lines.push(
      shape("line", { class: "rule", x1: edge.left, x2: width - edge.right, y1: y(hours), y2: y(hours) }),
      shape("text", { class: "tick", x: edge.left - 8, y: y(hours) + 4, "text-anchor": "end" }, label),
    );
  }
  const every = Math.ceil((days.length * 52) / (width - edge.left));
  const columns = days.flatMap((day, index) => {
    const left = edge.left + across * index;
    const thickness = Math.min(48, across * 0.7);
    let base = 0;
    const bars = people.flatMap(({ id, series }) => {
      const seconds = byDay.get(day).get(id) ?? 0;
      if (seconds === 0) return [];
      const from = base;
      base += seconds / 3600;
      const bar = { x: left + (across - thickness) / 2, width: thickness, y: y(base), height: y(from) - y(base) };
      const label = shape("title", {}, `${nameOf(id)}, ${dayName(day)}: ${spoken(seconds)}`);
      return [shape("rect", { class: `bar series-${series}`, ...bar }, label)];
    });
    const isNamed = (days.length - 1 - index) % every === 0;
    const name = { class: "tick", x: left + across / 2, y: height - 8, "text-anchor": "middle" };
    return isNamed ? [...bars, shape("text", name, dayName(day))] : bars;
  });

  const picture = shape("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" }, lines, columns);
  const legend = element(
    "ul",
    { class: "legend" },
    people.map(({ id, seconds, series }) =>
      element(
        "li",
        {},
        element("span", { class: `swatch series-${series}`, "aria-hidden": "true" }),
        element("span", {}, nameOf(id)),
        element("span", { class: "muted number" }, spoken(seconds)),
      ),
    ),
  );
  if (people.length === 0) {
    place.replaceChildren(element("p", { class: "muted" }, "No finished work in these days yet."));
    return;
  }
  place.replaceChildren(picture, legend, table(days, byDay, people, nameOf));
}

function table(days, byDay, people, nameOf) {
  const head = element("tr", {}, element("th", { scope: "col" }, "Day"), people.map(({ id }) => element("th", { scope: "col" }, nameOf(id))));
  const rows = days.map((day) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, dayName(day)),
      people.map(({ id }) => element("td", {}, byDay.get(day).has(id) ? spoken(byDay.get(day).get(id)) : "–")),
    ),
  );
  const caption = element("caption", {}, "Finished work per person and day");
  return element(
    "div",
    { class: "visually-hidden" },
    element("table", {}, caption, element("thead", {}, head), element("tbody", {}, rows)),
  );
}
