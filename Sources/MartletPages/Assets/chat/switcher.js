// SPDX-License-Identifier: Apache-2.0
/** Goes anywhere by typing a part of its name. */

import { badge, channelName, matchingPeople, personName } from "./directory.js";
import { dialog } from "./dialog.js";
import { element, icon, setAttribute } from "./element.js";
import { avatar } from "./people.js";

const most = 9;

/** Opens the quick switcher. */
export function openSwitcher(app) {
  let found = [];
  let chosen = 0;
  const list =
    element("ul", { role: "listbox", id: "switcher-list", class: "switcher-list", "aria-label": "Where to" });
  const input = element("input", {
    class: "input",
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "switcher-list",
    "aria-autocomplete": "list",
    "aria-label": "Channel or person",
    placeholder: "Channel or person",
    autocomplete: "off",
    oninput: () => draw(),
    onkeydown: (event) => {
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps && found.length > 0) {
        event.preventDefault();
        choose((chosen + steps[event.key] + found.length) % found.length);
      } else if (event.key === "Enter" && found[chosen]) {
        event.preventDefault();
        go(found[chosen]);
      }
    },
  });
  const node = dialog("Go to", [input, list], { class: "dialog switcher" });
  const go = (item) => {
    node.close();
    item.go();
  };
  const choose = (index) => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = index;
    list.children[index]?.setAttribute("aria-selected", "true");
    setAttribute(input, "aria-activedescendant", found[index] ? `switcher-${index}` : null);
    list.children[index]?.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    found = destinations(app, input.value.trim().toLowerCase());
    list.replaceChildren(
      ...found.map(
        (item, index) => element(
          "li", { role: "option", id: `switcher-${index}`, "aria-selected": "false", onclick: () => go(item) },
          item.node, element("span", { class: "place-name" }, item.label),
          item.badge && element("span", { class: "badge" }, item.badge)
        ),
      ),
    );
    choose(0);
  };
  draw();
  input.focus();
}

function destinations(app, text) {
  const { state } = app;
  const places = [...state.places.values()].filter(
    (place) => place.channel.workspace_id === app.open.workspace && place.channel.archived_at === null
  );
  const named = places.map((place) => ({ place, name: channelName(state, place.channel) }));
  const matching = named.filter(({ name }) => name.toLowerCase().includes(text));
  const rank = ({ place, name }) =>
    (text !== "" && name.toLowerCase().startsWith(text) ? 0 : 2) + (place.unread > 0 ? 0 : 1);
  matching.sort((one, other) => rank(one) - rank(other) || other.place.lastId - one.place.lastId);
  const channels = matching.map(({ place, name }) => ({
    label: name,
    node: place.channel.kind === "dm" ? icon("people") : element("span", { class: "sign", "aria-hidden": "true" }, "#"),
    badge: badge(place.unread, place.capped),
    go: () => app.openChannel(place.channel.id),
  }));
  // Whoever one talks to already is found by that.
  const known =
    new Set(matching.flatMap(({ place }) => (place.channel.member_ids?.length === 2 ? place.channel.member_ids : [])));
  const people =
    text === "" ? [] : matchingPeople(state, text, most).filter((user) => user.id !== state.me && !known.has(user.id));
  const others = people.map((user) => ({
                              label: personName(state, user.id),
                              node: avatar(state, user.id, "little"),
                              go: () => app.messagePerson(user.id)
                            }));
  return [...channels, ...others].slice(0, most);
}
