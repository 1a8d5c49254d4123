// SPDX-License-Identifier: Apache-2.0

/** @import { Courier } from "./courier.js" */
/** @import { Martlet } from "../martlet.js" */

const address = "/sw.js";

/**
 * Registers the service worker, and hands it what a client's page may show media with. Without one, the page's cookie
 * alone does, as on a page's first load.
 * @param {Martlet} martlet
 * @returns {Promise<Courier | null>} Null where there are no workers, or the server is another site.
 */
export async function startWorker(martlet) {
  if (!navigator.serviceWorker || martlet.base !== location.origin) return null;
  // The courier comes when it is wanted, so that no page waits for it before it shows anything; it does not come to a
  // page that is being left, or whose network has just gone.
  const [registration, configuration, parts] = await Promise.all([
    register(),
    configure(martlet),
    import("./courier.js").catch(() => null),
  ]);
  if (!registration || !parts) return null;
  const courier = new parts.Courier({ base: martlet.base, user: martlet.user, configuration, registration });
  martlet.whenSignedOut(() => courier.signedOut());
  martlet.on("entry", () => askForSync(registration, martlet));
  martlet.on("state", () => askForSync(registration, martlet));
  courier.start();
  return courier;
}

async function register() {
  try {
    return await navigator.serviceWorker.register(trusted(address), { type: "module", scope: "/" });
  } catch {
    // A browser that cannot run it, or may not: the cookie is enough.
    return null;
  }
}

/** @param {Martlet} martlet */
async function configure({ base }) {
  try {
    const response = await fetch(`${base}/config.json`);
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/**
 * Lets the worker's address past a policy that trusts no text: it is the only one that does.
 * @param {string} url
 * @returns {any}
 */
function trusted(url) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  policy ??= types?.createPolicy("martlet", {
    createScriptURL: (/** @type {string} */ text) => {
      if (text !== address) throw new TypeError("no script but the worker's");
      return text;
    },
  });
  return policy ? policy.createScriptURL(url) : url;
}

/** @type {any} */
let policy = null;

/**
 * Has the browser wake the worker when there is a network again, if something is left to send.
 * @param {ServiceWorkerRegistration} registration
 * @param {Martlet} martlet
 */
function askForSync(registration, { state, user }) {
  const { sync } = /** @type {any} */ (registration);
  if (state.queued > 0 && state.name !== "live") sync?.register(`martlet outbox ${user}`).catch(() => {});
}
