// SPDX-License-Identifier: Apache-2.0

import { element } from "../martlet/element.js";

const numbers = new Intl.NumberFormat();
const amount = (value) => (value === undefined || value === null ? "–" : numbers.format(value));

/** What is limited, how far, and by which count one sees that it holds. */
const rows = [
  ["Calls, a person", (limits) => `${amount(limits.rpc_per_second)} a second, ${amount(limits.rpc_burst)} at once`, "call"],
  ["Typing, a person and channel", (limits) => `one every ${amount(limits.typing_interval_ms)} ms, ${amount(limits.typing_burst)} at once`, "typing"],
  ["Attaches", () => "admission.per_second", "attach"],
  ["Handshakes", () => "admission.handshakes", "handshake"],
  ["Connections, a person", (limits) => amount(limits.connections_per_user), null],
  ["A call's body", (limits) => `${amount(limits.rpc_body_bytes)} bytes`, null],
  ["A socket's message", (limits) => `${amount(limits.socket_message_bytes)} bytes`, null],
  ["A resume", (limits) => `${amount(limits.resume_events)} events`, null],
];

/**
 * The limits that clients run into, and how often they did since the server began.
 *
 * @param {HTMLElement} body The body of a table.
 */
export function limitsTable(body) {
  const cells = rows.map(() => ({ limit: element("td", {}), held: element("td", { class: "number" }) }));
  body.replaceChildren(
    ...rows.map(([name], index) => element("tr", {}, element("th", { scope: "row" }, name), cells[index].limit, cells[index].held)),
  );
  return {
    fill(limits, metrics) {
      rows.forEach(([, read, kind], index) => {
        cells[index].limit.textContent = limits ? read(limits) : "–";
        cells[index].held.textContent = kind ? amount(metrics.sum("martlet_rate_limited_total", (labels) => labels.kind === kind) ?? 0) : "";
      });
    },
  };
}
