// SPDX-License-Identifier: Apache-2.0

import { Rate } from "./history.js";

/** @import { Exposition } from "./exposition.js" */

/**
 * One plot: what it is called, in what unit, and its lines.
 * @typedef {object} Figure
 * @property {string} title
 * @property {string} unit
 * @property {Record<string, (time: number, metrics: Exposition, stats: any) => number | null>} lines
 */

const level = (name, isWanted) => (_, metrics) => metrics.sum(name, isWanted);

function rate(name, isWanted) {
  const rate = new Rate();
  return (time, metrics) => rate.next(time, metrics.sum(name, isWanted));
}

/** What one event took on average since the last reading, in milliseconds; nothing happened: 0. */
function mean(name) {
  const [sums, counts] = [new Rate(), new Rate()];
  return (time, metrics) => {
    const seconds = sums.next(time, metrics.sum(`${name}_sum`));
    const events = counts.next(time, metrics.sum(`${name}_count`));
    if (seconds === null || events === null) return null;
    return events > 0 ? (seconds / events) * 1000 : 0;
  };
}

function growth(read) {
  const rate = new Rate();
  return (time, _, stats) => rate.next(time, read(stats));
}

/** Everything that is plotted. @returns {Figure[]} */
export function figures() {
  return [
    {
      title: "Connections",
      unit: "",
      lines: {
        sockets: level("martlet_connections_open", ({ transport }) => transport === "socket"),
        streams: level("martlet_connections_open", ({ transport }) => transport === "stream"),
        polls: level("martlet_connections_open", ({ transport }) => transport === "poll"),
      },
    },
    {
      title: "Frames delivered",
      unit: "a second",
      lines: {
        logged: rate("martlet_deliveries_total", ({ kind }) => kind === "logged"),
        ephemeral: rate("martlet_deliveries_total", ({ kind }) => kind === "ephemeral"),
        control: rate("martlet_deliveries_total", ({ kind }) => kind === "control"),
      },
    },
    {
      title: "Log entries",
      unit: "a second",
      lines: { written: growth((stats) => stats.head), delivered: rate("martlet_log_position") },
    },
    {
      title: "Commits",
      unit: "a second",
      lines: { transactions: rate("martlet_commit_seconds_count"), changes: rate("martlet_commit_batch_changes_sum") },
    },
    {
      title: "Time taken",
      unit: "ms on average",
      lines: { "a commit": mean("martlet_commit_seconds"), "a call": mean("martlet_call_seconds") },
    },
    {
      title: "Attaches",
      unit: "a second",
      lines: {
        resumed: rate("martlet_replays_total", ({ outcome }) => outcome === "resumed"),
        live: rate("martlet_replays_total", ({ outcome }) => outcome === "live"),
        afresh: rate("martlet_replays_total", ({ outcome }) => !["resumed", "live"].includes(outcome)),
        "events replayed": rate("martlet_replay_events_sum"),
      },
    },
    {
      title: "Slowest connection",
      unit: "entries behind",
      lines: { behind: level("martlet_cursor_lag_entries") },
    },
    {
      title: "Held back for coming too fast",
      unit: "a second",
      lines: {
        calls: rate("martlet_rate_limited_total", ({ kind }) => kind === "call"),
        typing: rate("martlet_rate_limited_total", ({ kind }) => kind === "typing"),
        attaches: rate("martlet_rate_limited_total", ({ kind }) => kind === "attach"),
        handshakes: rate("martlet_rate_limited_total", ({ kind }) => kind === "handshake"),
      },
    },
  ];
}
