// SPDX-License-Identifier: Apache-2.0
/** The menus of the page: what can be done with the workspace, with the channel, and as oneself. */

import { rights, workspaceRights } from "./directory.js";
import { menu } from "./popover.js";

/** At the workspace's name. */
export function workspaceMenu(app, anchor) {
  const { workspaces } = app.state;
  const workspace = workspaces.get(app.open.workspace);
  const may = workspaceRights(workspace);
  const all = [...workspaces.values()].map((other) => ({
    label: other.name,
    isCurrent: other === workspace,
    hint: other === workspace ? "here" : "",
    act: () => app.openWorkspace(other.id),
  }));
  const form = (label, name, isDanger = false) => ({ label, isDanger, act: () => app.form(name, workspace) });
  const items = [
    ...all,
    workspace && { label: "People", act: () => app.openPanel({ kind: "people", workspace: workspace.id }) },
    workspace && may.mayAdd && form("Add people…", "addToWorkspace"),
    workspace && may.mayRename && form("Rename…", "renameWorkspace"),
    form("New workspace…", "workspace"),
    workspace && may.mayLeave && form("Leave…", "leaveWorkspace", true),
    workspace && may.mayDelete && form("Delete…", "deleteWorkspace", true),
  ];
  menu(anchor, items, "Workspace");
}

/** At the channel's name. */
export function channelMenu(app, anchor) {
  const { channel } = app.state.places.get(app.open.channel);
  const may = rights(app.state, channel);
  const form = (label, name, isDanger = false) => ({ label, isDanger, act: () => app.form(name, channel) });
  const panel = (label, kind) => ({ label, act: () => app.togglePanel(kind) });
  const items = [
    panel("People", "people"),
    panel("Pinned messages", "pins"),
    panel("Canvases", "canvases"),
    { label: "Search here", act: () => app.openPanel({ kind: "search", here: true }) },
    may.mayAdd && form("Add people…", "addToChannel"),
    may.mayManage && form("Change name or topic…", "editChannel"),
    may.mayLeave && form("Leave…", "leave", true),
    may.mayManage && form("Archive…", "archive", true),
  ];
  menu(anchor, items, "Channel");
}

const nextTheme = { system: "light", light: "dark", dark: "system" };

/** At one's own name. */
export function ownMenu(app, anchor) {
  const { mode, operator, logout_url: way, user_id: number } = app.standing;
  // Behind a proxy that names no way out, the next request would sign in again.
  const mayLeave = mode !== "proxy" || way !== null;
  const theme = globalThis.martletTheme;
  const next = nextTheme[theme.current];
  const items = [
    { label: "Set a status…", act: () => app.form("status") },
    { label: "Profile…", hint: `number ${number}`, act: () => app.form("profile") },
    { label: `Theme: ${theme.current}`, hint: `then ${next}`, act: () => theme.choose(next) },
    { label: "Keyboard…", act: () => app.form("shortcuts") },
    { label: "Board", act: () => location.assign("/board") },
    operator && { label: "Console", act: () => location.assign("/console") },
    mayLeave && { label: "Sign out", act: () => app.signOut() },
  ];
  menu(anchor, items, "You");
}
