// SPDX-License-Identifier: Apache-2.0

/**
 * The service worker: shows the media-only token of a page's own account when that page asks for media, and sends what is
 * queued when the browser finds the network again. It has no other credentials, and answers nothing from a cache.
 * @module
 */

import { carryByPost } from "./martlet/carrying.js";
import { CredentialStore } from "./martlet/credential-store.js";
import { Outbox } from "./martlet/outbox.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const store = new CredentialStore();

/** Headers of a page's request that its answer depends on. */
const kept = ["Accept", "Range", "If-Range", "If-None-Match"];

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));

worker.addEventListener("activate", (event) => event.waitUntil(welcome()));

worker.addEventListener("message", (event) => event.waitUntil(hear(event)));

worker.addEventListener("fetch", (event) => {
  if (isMedia(event.request)) event.respondWith(fetchMedia(event.request, event.clientId));
});

worker.addEventListener("sync", (event) => {
  const found = /^martlet outbox (\d+)$/.exec(/** @type {any} */ (event).tag);
  if (found) event.waitUntil(drain(Number(found[1])));
});

/** Serves the pages that are there already, and asks them for what this worker starts without. */
async function welcome() {
  await worker.clients.claim();
  const vault = await store.vault();
  for (const client of await worker.clients.matchAll({ type: "window" })) {
    if (vault.tokenOf(client.id) === null) ask(client, { renew: false });
  }
}

/** @param {ExtendableMessageEvent} event */
async function hear({ data, source, ports: [port] }) {
  if (!(source instanceof Client)) return;
  const account = String(data?.account);
  const generation = Number(data?.generation);
  if (data?.type === "martlet.credentials") {
    const living = new Set((await worker.clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id));
    const isKept = await store.update((vault) => {
      vault.keepOnly(living.add(source.id));
      return vault.receive({ account, client: source.id, generation, token: String(data.token) });
    });
    port?.postMessage({ kept: isKept });
  } else if (data?.type === "martlet.forget") {
    await store.update((vault) => vault.forget(account, generation));
    port?.postMessage({ kept: false });
  }
}

/**
 * Whether a request asks for media of ours for a page to show; one that leads the page itself there is the browser's.
 * @param {Request} request
 */
function isMedia({ method, mode, url }) {
  const { origin, pathname } = new URL(url);
  const isOurs = origin === worker.location.origin && /^\/v1\/media\/[^/]+$/.test(pathname);
  return isOurs && mode !== "navigate" && (method === "GET" || method === "HEAD");
}

/**
 * Asks the server with the page's own token, and with the cookie alone if there is none or it is not good any more.
 * @param {Request} request
 * @param {string} client
 */
async function fetchMedia(request, client) {
  const token = (await store.vault()).tokenOf(client);
  if (token === null) return fetch(request);
  const headers = new Headers({ Authorization: `Bearer ${token}` });
  for (const name of kept) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const { method, url, signal } = request;
  const response = await fetch(url, { method, headers, signal, credentials: "omit" });
  if (response.status !== 401) return response;
  const page = await worker.clients.get(client);
  if (page) ask(page, { renew: true });
  return fetch(request);
}

/**
 * Asks a page for its token.
 * @param {Client} client
 * @param {{ renew: boolean }} options Whether the last one is not good any more.
 */
function ask(client, { renew }) {
  client.postMessage({ type: "martlet.request", renew });
}

/**
 * Sends what a user has queued, unless a page does.
 * @param {number} user
 */
async function drain(user) {
  const base = worker.location.origin;
  const outbox = new Outbox({
    account: `${base} ${user}`,
    isUp: () => true,
    carry: (item) => carryByPost(item, { base, token: null }, user),
    renew: () => {},
    changed: () => {},
    counted: () => {},
    failed: () => {},
  });
  const isDone = await outbox.drain();
  await outbox.close();
  // The browser tries again later.
  if (!isDone) throw new Error("the outbox is not empty");
}
