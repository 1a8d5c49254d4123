// SPDX-License-Identifier: Apache-2.0
// The live board of work sessions: who works on what since when, what is over, and what every day came to.

import { connect, startWorker } from "./martlet.js";
import { reportDeadLetters } from "./martlet/dead-letter-report.js";
import { element } from "./martlet/element.js";
import { People } from "./martlet/people.js";
import { topbar } from "./martlet/topbar.js";
import { chart } from "./board/chart.js";
import { deadLetters, everybodysDeadLetters } from "./board/dead-letters.js";
import { lastDays } from "./board/durations.js";
import { activeList, endedTable } from "./board/lists.js";
import { Sessions } from "./board/sessions.js";
import { working } from "./board/working.js";

const byId = (id) => document.getElementById(id);
const day = 86_400_000;
/** How many sessions are fetched, and how many of them the table shows. */
const fetched = 1000;
const listed = 100;

const session = await (await fetch("/v1/session", { cache: "no-store" })).json();
if (session.user_id === null) location.replace("/signin?to=/board");

const sessions = new Sessions();
const filter = { workspace: "", members: null, person: null, text: "", status: "", days: 7 };
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
let totals = [];

const martlet = connect({ user: session.user_id, load: loadAll });
const people = new People(martlet, () => {
  paint();
  everybody.paint();
});
const bar = topbar(byId("topbar"), { martlet, session, here: "/board" });
const own = working(byId("own"), martlet);
const active = activeList(byId("active"), people);
const ended = endedTable(byId("ended"), people, listed);
const everybody = everybodysDeadLetters(byId("reports"), martlet, people);

deadLetters(byId("dead"), byId("letters"), martlet);
reportDeadLetters(martlet);
startWorker(martlet);

// --- What the server says

async function loadAll(all) {
  await Promise.all([loadSessions(), loadTotals(), people.load(), loadWorkspaces(all.workspaces), loadReports()]);
  byId("problem").hidden = true;
  paint();
}

async function loadSessions() {
  const found = [];
  for (let before = null, more = true; more && found.length < fetched; before = found.at(-1)?.id) {
    const page = await martlet.call("session.list", { since: Date.now() - filter.days * day, before_id: before, limit: 200 });
    found.push(...page.sessions);
    more = page.has_more && page.sessions.length > 0;
  }
  sessions.replace(found);
}

async function loadTotals() {
  const now = Date.now();
  const answer = await martlet.call("session.totals", {
    from: now - (filter.days - 1) * day,
    to: now + 1,
    time_zone: zone,
    workspace_id: filter.workspace === "" ? null : Number(filter.workspace),
  });
  totals = answer.totals;
}

function loadWorkspaces(workspaces) {
  const kept = byId("workspace").firstElementChild;
  const options = workspaces.map(({ id, name }) => element("option", { value: String(id) }, name));
  byId("workspace").replaceChildren(kept, ...options);
  byId("workspace").value = filter.workspace;
}

async function loadMembers() {
  filter.members = null;
  if (filter.workspace === "") return;
  const found = new Set();
  for (let since = 0, more = true; more; ) {
    const page = await martlet.call("user.list", { workspace_id: Number(filter.workspace), since_id: since, limit: 200 });
    for (const { id } of page.users) found.add(id);
    more = page.has_more && page.users.length > 0;
    since = page.users.at(-1)?.id ?? since;
  }
  filter.members = found;
}

async function loadReports() {
  byId("everybody").hidden = !session.operator;
  if (session.operator) await everybody.load();
}

/** Fetches the totals once for all that ends within a moment. */
let isDue = false;
function totalsMoved() {
  if (isDue) return;
  isDue = true;
  setTimeout(async () => {
    isDue = false;
    await quietly(loadTotals());
    paint();
  }, 300);
}

/** What fails here is tried again with the next event or connection; the bar says how that stands. */
async function quietly(work) {
  try {
    await work;
  } catch {
    // See above.
  }
}

// --- What is shown

function paint() {
  const since = Date.now() - filter.days * day;
  const now = sessions.active(filter);
  active.fill(now);
  byId("now-count").textContent = String(now.length);
  ended.fill(sessions.ended(filter, since));
  const shown = totals.filter(
    ({ user_id }) => (!filter.members || filter.members.has(user_id)) && (filter.person === null || filter.person === user_id),
  );
  chart(byId("chart"), lastDays(filter.days), shown, (id) => people.name(id));
  bar.show(people.name(martlet.user));
  paintPeople();
}

function paintPeople() {
  const select = byId("person");
  const wanted = people.all.map(({ id }) => [String(id), people.name(id)]);
  const is = [...select.options].slice(1).map((option) => [option.value, option.textContent]);
  if (JSON.stringify(wanted) === JSON.stringify(is)) return;
  const chosen = select.value;
  select.replaceChildren(select.firstElementChild, ...wanted.map(([value, name]) => element("option", { value }, name)));
  select.value = chosen;
}

byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("input", async ({ target }) => {
  filter.text = byId("text").value.trim();
  filter.status = byId("status").value;
  filter.person = byId("person").value === "" ? null : Number(byId("person").value);
  if (target.id === "workspace") {
    filter.workspace = target.value;
    await quietly(Promise.all([loadMembers(), loadTotals()]));
  } else if (target.id === "days") {
    filter.days = Number(target.value);
    await quietly(Promise.all([loadSessions(), loadTotals()]));
  }
  paint();
});

new ResizeObserver(() => requestAnimationFrame(paint)).observe(byId("main"));

for (const name of ["work_session.started", "work_session.updated", "work_session.ended"]) {
  martlet.on(name, ({ data }) => {
    sessions.heard(data.session);
    if (name !== "work_session.started") totalsMoved();
    paint();
  });
}

martlet.on("error", ({ where }) => {
  if (where !== "load") return;
  byId("problem").textContent = "The board could not be loaded whole. It is tried again with the next connection.";
  byId("problem").hidden = false;
});

setInterval(() => own.tick(), 1000);
setInterval(() => active.tick(), 15_000);
setInterval(() => {
  if (!document.hidden && martlet.state.name === "live") void quietly(loadReports());
}, 10_000);
