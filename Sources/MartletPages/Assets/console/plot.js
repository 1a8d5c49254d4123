// SPDX-License-Identifier: Apache-2.0

import { element, shape } from "../martlet/element.js";
import { History } from "./history.js";

/** @import { Figure } from "./figures.js" */

const width = 320;
const height = 120;
const edge = { top: 8, right: 4, bottom: 4, left: 40 };
/** How far back plots go, in milliseconds. */
const span = 5 * 60_000;

/** The next round number, so that the scale moves seldom. */
function ceiling(value) {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

const numbers = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3, notation: "compact" });

/** A figure in few letters; what is not measured by the process that answers is said so. */
function shown(value) {
  return value === null ? "–" : numbers.format(value);
}

/**
 * A live plot, with its figures in words beside it.
 *
 * @param {Figure} figure
 */
export function plot(figure) {
  const series = Object.entries(figure.lines).map(([name, read], index) => ({
    name,
    read,
    history: new History(span),
    path: shape("path", { class: `line series-${index + 1}` }),
    value: element("strong", { class: "number" }, "–"),
    look: `swatch series-${index + 1}`,
  }));
  const top = shape("text", { class: "tick", x: edge.left - 6, y: edge.top + 8, "text-anchor": "end" });
  const rules = [0, 0.5, 1].map((part) => {
    const y = edge.top + (height - edge.top - edge.bottom) * part;
    return shape("line", { class: "rule", x1: edge.left, x2: width - edge.right, y1: y, y2: y });
  });
  const zero = shape("text", { class: "tick", x: edge.left - 6, y: height - edge.bottom, "text-anchor": "end" }, "0");
  const picture = shape(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" },
    rules,
    top,
    zero,
    series.map(({ path }) => path),
  );
  const legend = element(
    "ul",
    { class: "legend" },
    series.map(({ name, look, value }) =>
      element("li", {}, element("span", { class: look, "aria-hidden": "true" }), element("span", {}, name), value),
    ),
  );
  const node = element(
    "section",
    { class: "card plot" },
    element("h3", {}, figure.title, figure.unit ? element("span", { class: "muted small" }, ` ${figure.unit}`) : null),
    picture,
    legend,
  );

  function trace(points, end, most) {
    const x = (time) => edge.left + (width - edge.left - edge.right) * (1 - (end - time) / span);
    const y = (value) => height - edge.bottom - (height - edge.top - edge.bottom) * (value / most);
    let isDrawing = false;
    return points
      .map(({ time, value }) => {
        if (value === null) {
          isDrawing = false;
          return "";
        }
        const step = `${isDrawing ? "L" : "M"}${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
        isDrawing = true;
        return step;
      })
      .join("");
  }

  return {
    node,
    /** Takes a reading. */
    add(time, metrics, stats) {
      for (const line of series) line.history.add(time, line.read(time, metrics, stats));
      const most = ceiling(Math.max(...series.flatMap(({ history }) => history.points.map(({ value }) => value ?? 0))));
      top.textContent = shown(most);
      for (const { history, path, value } of series) {
        path.setAttribute("d", trace(history.points, time, most));
        value.textContent = shown(history.now);
      }
    },
  };
}
