// SPDX-License-Identifier: Apache-2.0

/** @typedef {{labels: Record<string, string>, value: number}} Sample */

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/u;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/gu;

/** One reading of what the server counts, as Prometheus writes it. */
export class Exposition {
  /** @type {Map<string, Sample[]>} */
  #samples = new Map();

  /** @param {string} text */
  constructor(text) {
    for (const row of text.split("\n")) {
      const found = row.startsWith("#") ? null : line.exec(row);
      if (!found) continue;
      const labels = Object.fromEntries([...(found[2] ?? "").matchAll(label)].map(([, name, value]) => [name, value]));
      const samples = this.#samples.get(found[1]) ?? [];
      samples.push({ labels, value: Number(found[3]) });
      this.#samples.set(found[1], samples);
    }
  }

  /** Whether this process measures it at all. */
  has(name) {
    return this.#samples.has(name);
  }

  /**
   * What a metric comes to, over all of its labels or those asked for; null if it is not measured here.
   *
   * @param {string} name
   * @param {(labels: Record<string, string>) => boolean} [isWanted]
   */
  sum(name, isWanted = () => true) {
    const samples = this.#samples.get(name);
    if (!samples) return null;
    return samples.reduce((sum, { labels, value }) => (isWanted(labels) ? sum + value : sum), 0);
  }
}
