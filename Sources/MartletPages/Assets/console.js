// SPDX-License-Identifier: Apache-2.0
// The operator's console: how the server does, who is connected, what the log says, and the few things to do about it.

import { connect, startWorker } from "./martlet.js";
import { People } from "./martlet/people.js";
import { topbar } from "./martlet/topbar.js";
import { connections } from "./console/connections.js";
import { drain } from "./console/drain.js";
import { Exposition } from "./console/exposition.js";
import { figures } from "./console/figures.js";
import { limitsTable } from "./console/limits.js";
import { logTail } from "./console/log-tail.js";
import { plot } from "./console/plot.js";
import { tiles } from "./console/tiles.js";

const byId = (id) => document.getElementById(id);
/** How often figures are read, and connections listed, in milliseconds. */
const reading = 2000;
const listing = 5000;

const session = await (await fetch("/v1/session", { cache: "no-store" })).json();
if (session.user_id === null) location.replace("/signin?to=/console");

const martlet = connect({ user: session.user_id });
const people = new People(martlet, () => {
  bar.show(people.name(martlet.user));
  table.paint();
});
const bar = topbar(byId("topbar"), { martlet, session, here: "/console" });
const glances = tiles(byId("tiles"));
const plots = figures().map(plot);
const limits = limitsTable(byId("limits"));
const log = logTail({ body: byId("log"), filter: byId("type"), following: byId("following"), martlet });
const table = connections({
  body: byId("connections"),
  filter: byId("person"),
  summary: byId("connections-summary"),
  martlet,
  people,
  tell,
});
const draining = drain({ button: byId("drain"), dialog: byId("drain-dialog"), seconds: byId("seconds"), martlet, tell });

startWorker(martlet);
byId("plots").replaceChildren(...plots.map(({ node }) => node));

function tell(text) {
  byId("told").textContent = text;
  byId("told").hidden = false;
}

async function readMetrics() {
  const response = await fetch("/metrics", { cache: "no-store" });
  if (!response.ok) throw new Error(`/metrics answered ${response.status}`);
  return new Exposition(await response.text());
}

async function read() {
  const [stats, metrics] = await Promise.all([martlet.call("admin.stats"), readMetrics(), log.load()]);
  const now = performance.now();
  glances.fill(stats, metrics);
  for (const { add } of plots) add(now, metrics, stats);
  limits.fill(martlet.limits, metrics);
  draining.fill(stats.draining);
  byId("draining").hidden = !stats.draining;
}

/** Does it now and then again and again, one at a time, while somebody looks. */
async function repeat(work, interval) {
  for (;;) {
    if (!document.hidden) {
      try {
        await work();
        byId("problem").hidden = true;
      } catch (error) {
        byId("problem").textContent = `The figures are old: ${error.message}.`;
        byId("problem").hidden = false;
      }
    }
    await new Promise((resume) => setTimeout(resume, interval));
  }
}

people.load().catch(() => {
  // Names come one by one then.
});
void repeat(read, reading);
void repeat(table.load, listing);
// Its own connection is among those that are listed.
martlet.on("state", ({ name }) => {
  if (name === "live") table.load().catch(() => {});
});
