// SPDX-License-Identifier: Apache-2.0
/** A channel's canvases: texts that everybody in it may change. Whoever saves second sees what the first one wrote. */

import { personName, rights } from "./directory.js";
import { element } from "./element.js";
import { timeNode } from "./people.js";
import { textNodes } from "./text.js";

const conflict = -32009;

/** What the panel shows: the list of a channel's canvases, one of them, or one that is being changed. */
export async function canvasNodes(app, open) {
  if (open.kind === "canvases") return listNodes(app, open);
  const canvas = await app.actions.call("canvas.get", { canvas_id: open.canvas });
  return viewNodes(app, open, canvas);
}

async function listNodes(app, { channel }) {
  const { canvases } = await app.actions.call("canvas.list", { channel_id: channel, limit: 100 });
  const may = mayWrite(app, channel);
  const add =
    may &&
    element(
      "button",
      { type: "button", class: "button", onclick: () => app.form("canvas", app.state.places.get(channel).channel) },
      "New canvas"
    );
  const items = canvases.map(
    (canvas) => element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: "result",
          onclick: () => app.openPanel({ kind: "canvas", channel, canvas: canvas.id })
        },
        element("b", { dir: "auto" }, canvas.title),
        element(
          "span", { class: "muted small" }, `${personName(app.state, canvas.updated_by)} · `,
          timeNode(canvas.updated_at, false)
        ),
      ),
    ),
  );
  const none = element(
    "p", { class: "empty muted" },
    "A canvas is a page this channel keeps: a checklist, notes, a plan. There is none yet."
  );
  return [...(add ? [add] : []), items.length > 0 ? element("ol", { class: "results" }, ...items) : none];
}

function viewNodes(app, open, canvas) {
  const edit = () => app.panelForm(editNodes(app, open, canvas));
  const tools = mayWrite(app, canvas.channel_id) && [
    element("button", { type: "button", class: "button", onclick: edit }, "Edit"),
    element(
      "button", { type: "button", class: "button danger", onclick: () => app.form("deleteCanvas", canvas) }, "Delete…"
    ),
  ];
  return [
    element("div", { class: "canvas-tools" }, back(app, open), ...(tools || [])),
    element("h3", { class: "canvas-title", dir: "auto" }, canvas.title),
    element(
      "p", { class: "muted small" }, `${personName(app.state, canvas.updated_by)} · `,
      timeNode(canvas.updated_at, false)
    ),
    canvas.body === "" ? element("p", { class: "muted" }, "Nothing is written here yet.") :
                         element("div", { class: "canvas-text", dir: "auto" }, ...textNodes(canvas.body, app.state)),
  ];
}

function back(app, { channel }) {
  return element(
    "button", { type: "button", class: "button plain", onclick: () => app.openPanel({ kind: "canvases", channel }) },
    "All canvases"
  );
}

function editNodes(app, open, canvas, theirs = null) {
  const title =
    element("input", { class: "input", value: canvas.title, "aria-label": "Title", maxlength: "80", dir: "auto" });
  const body =
    element("textarea", { class: "input canvas-input", value: canvas.body, "aria-label": "Text", dir: "auto" });
  const problem = element("p", { class: "notice danger", role: "alert", hidden: true });
  const save = async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      await app.actions.call(
        "canvas.update",
        { canvas_id: canvas.id, revision: canvas.revision, title: title.value.trim(), body: body.value }
      );
      app.openPanel({ ...open });
    } catch (error) {
      if (error.code === conflict) {
        const newest = await app.actions.call("canvas.get", { canvas_id: canvas.id });
        const mine = { ...newest, title: title.value, body: body.value };
        app.panelForm(editNodes(app, open, mine, newest));
        return;
      }
      const { explain } = await import("./dialog.js");
      problem.textContent = explain(error);
      problem.hidden = false;
    }
  };
  const warning = theirs && [
    element(
      "p", { class: "notice warning", role: "alert" },
      `${
        personName(
          app.state, theirs.updated_by
        )} changed this meanwhile. Their text is below; saving again puts yours in its place.`
    ),
    element("div", { class: "canvas-text theirs", dir: "auto", tabindex: "0" }, theirs.body),
  ];
  return [
    element(
      "form",
      { class: "stack canvas-form", onsubmit: save },
      title,
      body,
      problem,
      ...(warning || []),
      element(
        "div", { class: "actions" },
        element("button", { type: "button", class: "button", onclick: () => app.openPanel({ ...open }) }, "Cancel"),
        element("button", { type: "submit", class: "button primary" }, "Save")
      ),
    ),
  ];
}

function mayWrite(app, channel) {
  const place = app.state.places.get(channel);
  return !!place && rights(app.state, place.channel).mayWrite;
}
