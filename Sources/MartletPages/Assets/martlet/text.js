// SPDX-License-Identifier: Apache-2.0

const encoder = new TextEncoder();

/**
 * How many bytes a text has on the wire.
 * @param {string} text
 */
export function byteCount(text) {
  return encoder.encode(text).length;
}

/** A key that nobody else comes to: 128 bits of chance, in 22 letters. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
