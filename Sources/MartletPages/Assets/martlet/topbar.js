// SPDX-License-Identifier: Apache-2.0

import { element } from "./element.js";

/** @import { Martlet, State } from "../martlet.js" */

/**
 * How the connection stands, in a word or two and a colour.
 * @param {State} state
 */
function standing(state) {
  const waiting = state.queued > 0 ? `, ${state.queued} waiting` : "";
  switch (state.name) {
    case "live":
      return { text: `Live${waiting}`, look: "badge good" };
    case "resuming":
      return { text: `Catching up${waiting}`, look: "badge warning" };
    case "offline":
      return { text: `Offline${waiting}`, look: "badge warning" };
    default:
      return { text: "Disconnected", look: "badge danger" };
  }
}

/**
 * Fills the bar along the top: where one may go, how the connection stands, who one is, and the way out.
 *
 * @param {HTMLElement} bar
 * @param {object} parts
 * @param {Martlet} parts.martlet
 * @param {{mode: string, operator: boolean, logout_url: string | null}} parts.session What `GET /v1/session` says.
 * @param {string} parts.here The path of this page.
 * @returns {{show: (name: string) => void}} Says who one is.
 */
export function topbar(bar, { martlet, session, here }) {
  const link = (path, name) =>
    element("a", { href: path, "aria-current": path === here ? "page" : null }, name);
  const badge = element("button", { type: "button", id: "standing", onclick: () => martlet.retry() });
  const word = element("span", { class: "visually-hidden", role: "status" });
  const name = element("span", { class: "small muted", id: "me" });
  const canLeave = session.mode !== "proxy" || session.logout_url;
  const out = element("button", { type: "button", class: "button plain", onclick: () => void leave() }, "Sign out");
  bar.replaceChildren(
    element("a", { class: "brand", href: "/" }, element("img", { src: "/icon.svg", alt: "", width: 24, height: 24 }), "Martlet"),
    element(
      "nav",
      { "aria-label": "Pages" },
      link("/", "Chat"),
      link("/board", "Board"),
      session.operator ? link("/console", "Console") : null,
    ),
    element("span", { class: "spacer" }),
    badge,
    word,
    name,
    ...(canLeave ? [out] : []),
  );

  async function leave() {
    out.disabled = true;
    try {
      await martlet.signOut();
      location.assign(session.logout_url ?? "/signin?out");
    } catch {
      out.disabled = false;
      word.textContent = badge.textContent = "Could not sign out";
    }
  }

  function paint(state) {
    const { text, look } = standing(state);
    if (badge.textContent !== text) word.textContent = badge.textContent = text;
    badge.className = look;
    badge.title = state.name === "live" ? "In step with the server" : "Try again now";
    if (state.name === "signed-out" && !out.disabled) {
      // Signed out in another tab: a login page of the team's would sign them in again at once.
      location.assign(`/signin?to=${here}${state.reason === "signed_out" ? "&out" : ""}`);
    }
  }

  martlet.on("state", paint);
  paint(martlet.state);
  return { show: (text) => (name.textContent = text) };
}
