// SPDX-License-Identifier: Apache-2.0
// Where one says who one is: in dev mode by picking somebody, in jwt mode by a one-use link or a token in the address's
// fragment, or on the team's own page. Behind a proxy nobody gets here.

import { people, addPerson } from "./signin/people.js";
import { Refusal, session, signIn } from "./signin/session.js";
import { picker } from "./signin/picker.js";

const destinationKey = "martlet.destination";
const sections = ["waiting", "dev", "elsewhere", "link", "switch"];
const element = (id) => document.getElementById(id);

function show(section) {
  for (const id of sections) element(id).hidden = id !== section;
  element(section).querySelector("h1").focus?.();
}

function report(problem) {
  element("problem").textContent = problem;
  element("problem").hidden = false;
}

/** The page that was wanted: one of ours, or the first. */
function destination() {
  const wanted = new URLSearchParams(location.search).get("to") ?? sessionStorage.getItem(destinationKey) ?? "/";
  const url = new URL(wanted, location.origin);
  return url.origin === location.origin && url.pathname !== "/signin" ? url.pathname + url.search : "/";
}

function leave() {
  const target = destination();
  sessionStorage.removeItem(destinationKey);
  location.replace(target);
}

/** Takes the code or token out of the address, so that neither the history nor a bookmark keeps it. */
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("sign-in");
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

async function redeem(token) {
  show("waiting");
  try {
    await signIn(token);
    leave();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    report(error.isTemporary ? "The server cannot sign anybody in right now. Try again." : "This link has been used or has expired.");
    show("link");
  }
}

async function pick() {
  const list = picker({
    list: element("people"),
    filter: element("filter"),
    filterField: element("filter-field"),
    empty: element("nobody"),
    choose: async (person) => {
      await signIn(String(person.id));
      leave();
    },
    report,
  });
  element("newcomer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = element("name").value.trim();
    try {
      await signIn(String((await addPerson(name)).id));
      leave();
    } catch (error) {
      report(error instanceof Refusal ? `That did not work: ${error.message}.` : "The server does not answer.");
    }
  });
  show("dev");
  list.fill(await people());
}

async function begin() {
  const token = takeToken();
  const standing = await session();
  if (token && standing.user_id !== null) {
    element("stay").href = destination();
    element("go-on").addEventListener("click", () => redeem(token));
    show("switch");
  } else if (token) {
    await redeem(token);
  } else if (standing.mode === "dev") {
    await pick();
  } else if (standing.login_url) {
    sessionStorage.setItem(destinationKey, destination());
    element("login").href = standing.login_url;
    show("elsewhere");
    // Whoever has just signed out would be signed in again at once.
    if (!new URLSearchParams(location.search).has("out")) location.assign(standing.login_url);
  } else {
    show("link");
  }
}

try {
  await begin();
} catch {
  report("The server does not answer. Load this page again in a moment.");
  element("waiting").hidden = true;
}
