// SPDX-License-Identifier: Apache-2.0
// A plain script at the head of every page: the theme that was chosen holds before anything is painted.
// Without a choice the page follows the system, and a system that changes its mind.

(() => {
  const key = "martlet.theme";
  const root = document.documentElement;

  function apply(choice) {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  }

  function read() {
    try {
      return localStorage.getItem(key);
    } catch {
      // A browser that stores nothing follows the system.
      return null;
    }
  }

  apply(read());
  addEventListener("storage", (event) => {
    if (event.key === key) apply(event.newValue);
  });

  /** The theme of this browser's pages: `current`, and `choose("light" | "dark" | "system")`, in every open tab. */
  globalThis.martletTheme = Object.freeze({
    get current() {
      return root.dataset.theme ?? "system";
    },
    choose(theme) {
      apply(theme);
      try {
        if (theme === "system") localStorage.removeItem(key);
        else localStorage.setItem(key, theme);
      } catch {
        // It holds for this page alone.
      }
    },
  });
})();
