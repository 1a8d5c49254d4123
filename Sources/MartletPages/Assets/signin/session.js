// SPDX-License-Identifier: Apache-2.0

/** What a request was answered that was refused. */
export class Refusal extends Error {
  /** @param {{message?: string, data?: {retryable?: boolean}}} error What the server said. */
  constructor(error) {
    super(error?.message ?? "the server refused");
    this.isTemporary = error?.data?.retryable === true;
  }
}

/**
 * Asks the server and reads its answer.
 *
 * @param {string} path
 * @param {RequestInit} [request]
 * @returns {Promise<any>}
 */
export async function ask(path, request) {
  const response = await fetch(path, { cache: "no-store", ...request });
  const body = response.status === 204 ? null : await response.json();
  if (!response.ok || body?.error) throw new Refusal(body?.error ?? body);
  return body;
}

/** Who is signed in, and how one does here: the answer of `GET /v1/session`. */
export const session = () => ask("/v1/session");

/**
 * Signs this browser in.
 *
 * @param {string} token A token or the code of a one-use link; in dev mode a person's number.
 */
export const signIn = (token) =>
  ask("/v1/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
