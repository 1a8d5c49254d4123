// SPDX-License-Identifier: Apache-2.0

import { Debouncer } from "./debounce.js";

/**
 * What a page is told of its surroundings.
 * @typedef {object} SignalListener
 * @property {(isVisible: boolean) => void} settled The page has been visible, or hidden, for a moment.
 * @property {() => void} changed The network changed, or the device woke up: connections may be dead.
 * @property {() => void} returned Somebody, or the network, is there again.
 * @property {() => void} touched Somebody touched the page.
 * @property {() => void} left The page is being left, for good or for the back button.
 */

/**
 * Listens to a page's visibility, its network and who touches it.
 * @param {SignalListener} listener
 * @returns {() => void} Ends it.
 */
export function watchSignals(listener) {
  const end = new AbortController();
  const options = { signal: end.signal, passive: true };
  const isVisible = () => document.visibilityState === "visible";
  const settling = new Debouncer(isVisible(), performance.now());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const settle = () => {
    const settled = settling.timerFired(performance.now());
    if (settled) listener.settled(settled.value);
    clearTimeout(timer);
    if (settling.wakeAt !== null) timer = setTimeout(settle, Math.max(0, settling.wakeAt - performance.now()));
  };
  const cameBack = () => {
    listener.changed();
    if (isVisible()) listener.returned();
  };

  document.addEventListener(
    "visibilitychange",
    () => {
      settling.changed(isVisible(), performance.now());
      settle();
      if (isVisible()) cameBack();
    },
    options,
  );
  addEventListener("focus", () => isVisible() && listener.returned(), options);
  addEventListener("pageshow", (event) => event.persisted && cameBack(), options);
  document.addEventListener("resume", cameBack, options);
  addEventListener("online", () => (listener.changed(), listener.returned()), options);
  addEventListener("offline", () => listener.changed(), options);
  addEventListener("pagehide", () => listener.left(), options);
  for (const name of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(name, () => listener.touched(), { ...options, capture: true });
  }
  settle();
  return () => {
    clearTimeout(timer);
    end.abort();
  };
}
