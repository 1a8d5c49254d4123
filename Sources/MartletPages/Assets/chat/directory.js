// SPDX-License-Identifier: Apache-2.0
/** What things are called, and what a list of them shows: answers about a state of the store. */

const hues = 8;

/** What somebody is called, also before they are known. */
export function personName(state, id) {
  const user = state.users.get(id);
  return user ? user.display_name || user.name : `Person ${id}`;
}

/** At most two letters for somebody without a picture. */
export function initials(name) {
  const words = name.split(/[\s\-_.]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => [...word][0]);
  return letters.join("").toUpperCase() || "?";
}

/** One of eight inks, always the same one for the same number. */
export const hue = (id) => (id * 5) % hues;

/** What a channel is called: a DM by who else is in it. */
export function channelName(state, channel) {
  if (channel.kind !== "dm") return channel.name ?? `channel ${channel.id}`;
  const others = peers(state, channel);
  return others.length === 0 ? "Only you" : others.map((id) => personName(state, id)).join(", ");
}

/** Who else is in a DM. */
export function peers(state, channel) {
  return (channel.member_ids ?? []).filter((id) => id !== state.me);
}

/** A count as a badge shows it. */
export function badge(count, capped = false) {
  if (count <= 0) return "";
  return capped ? `${count}+` : String(count);
}

/**
 * The channels and DMs of a workspace as the sidebar lists them: channels by name, DMs by who spoke last.
 *
 * @returns {{ channels: object[], direct: object[] }} places
 */
export function sidebar(state, workspace) {
  const places = [...state.places.values()].filter(
    (place) => place.channel.workspace_id === workspace && !place.isPreview && place.channel.archived_at === null,
  );
  const channels = places.filter((place) => place.channel.kind !== "dm");
  const direct = places.filter((place) => place.channel.kind === "dm");
  channels.sort((one, other) => channelName(state, one.channel).localeCompare(channelName(state, other.channel)));
  direct.sort((one, other) => other.lastId - one.lastId || other.channel.id - one.channel.id);
  return { channels, direct };
}

/** What waits in other workspaces, and in all: for the switcher's dot and the page's title. */
export function unreadElsewhere(state, workspace) {
  let unread = 0;
  let mentions = 0;
  for (const place of state.places.values()) {
    if (place.channel.workspace_id === workspace) continue;
    unread += place.unread;
    mentions += place.mentions;
  }
  return { unread, mentions };
}

/** What asks for the reader by name: mentions, and everything that is said in a DM. */
export function calling(state) {
  let count = 0;
  for (const place of state.places.values()) count += place.channel.kind === "dm" ? place.unread : place.mentions;
  return count;
}

/** What the caller may do with a channel, as docs/roles.md has it. */
export function rights(state, channel) {
  const role = state.workspaces.get(channel.workspace_id)?.role;
  const isManager = role === "owner" || role === "admin";
  const place = state.places.get(channel.id);
  const isMember = !!place && !place.isPreview;
  const isOpen = channel.archived_at === null;
  const isDirect = channel.kind === "dm";
  return {
    isMember,
    mayWrite: isMember && isOpen,
    mayJoin: !isMember && isOpen && channel.kind === "public",
    mayLeave: isMember && isOpen && !isDirect,
    mayAdd: isMember && isOpen && !isDirect,
    mayManage: isOpen && !isDirect && (isManager || channel.creator_id === state.me),
    mayDeleteOthers: isOpen && isManager,
  };
}

/** What the caller may do with a workspace. */
export function workspaceRights(workspace) {
  const isOwner = workspace?.role === "owner";
  const isManager = isOwner || workspace?.role === "admin";
  return {
    mayRename: isManager,
    mayAdd: isManager,
    mayAddAdmin: isOwner,
    mayChangeRoles: isOwner,
    mayDelete: isOwner,
    mayLeave: !isOwner
  };
}

/** The people whose name begins with, or holds, what was typed; those whose name begins with it first. */
export function matchingPeople(state, text, limit = 8) {
  const wanted = text.toLowerCase();
  const found = [];
  for (const user of state.users.values()) {
    const names = [user.name.toLowerCase(), (user.display_name ?? "").toLowerCase()];
    const starts = names.some((name) => name.startsWith(wanted) || name.includes(` ${wanted}`));
    if (starts || names.some((name) => name.includes(wanted))) found.push({ user, rank: starts ? 0 : 1 });
  }
  found.sort(
    (one, other) =>
      one.rank - other.rank || personName(state, one.user.id).localeCompare(personName(state, other.user.id))
  );
  return found.slice(0, limit).map((item) => item.user);
}
