// SPDX-License-Identifier: Apache-2.0

/**
 * An experiment, as it is written down in `config.json`; docs/configuration.md has the fields.
 * @typedef {object} Experiment
 * @property {unknown} [enabled]
 * @property {unknown} [rolloutPercentage]
 * @property {unknown} [variants]
 * @property {unknown} [controlVariant]
 * @property {unknown} [algorithm]
 */

/**
 * What one subject gets, and why.
 * @typedef {object} Selection
 * @property {string} variant
 * @property {boolean} inExperiment
 * @property {number | null} bucket Where the subject stands among 10,000; null without a subject.
 * @property {"disabled" | "no_subject" | "no_variants" | "no_rollout" | "outside_rollout" | "assigned"} reason
 */

const buckets = 10_000;

/**
 * What deals subjects out: where one stands, and which variant it gets there, if any.
 * @type {Record<string, { bucket: (key: string, subject: string) => number,
 *   variant: (key: string, subject: string, bucket: number, count: number, rollout: number) => number | null }>}
 */
const algorithms = {
  "martlet-1": {
    bucket: (key, subject) => polynomialHash(`${key}:rollout:${subject}`) % buckets,
    variant: (key, subject, bucket, count, rollout) =>
      bucket < Math.floor(rollout * 100) ? polynomialHash(`${key}:variant:${subject}`) % count : null,
  },
  "growthbook-2": {
    bucket: (key, subject) => fnvHash(String(fnvHash(key + subject))) % buckets,
    variant: (key, subject, bucket, count, rollout) => partOf(bucket / buckets, count, rollout / 100),
  },
};

/**
 * Gives a subject one variant of an experiment, the same one every time.
 * @param {string} key
 * @param {Experiment} experiment
 * @param {string | null} subject
 * @returns {Selection}
 */
export function select(key, experiment, subject) {
  const control = textIn(experiment.controlVariant) || "control";
  const name = textIn(experiment.algorithm) ?? "martlet-1";
  // An algorithm that is not known switches it off, since any other one would deal everybody anew.
  const isEnabled = experiment.enabled === true && Object.hasOwn(algorithms, name);
  const { bucket: bucketOf, variant: variantOf } = algorithms[name] ?? algorithms["martlet-1"];
  const bucket = subject ? bucketOf(key, subject) : null;
  const offered = variantsOf(experiment, control);
  const rollout = rolloutOf(experiment);
  /** @param {Selection["reason"]} reason @returns {Selection} */
  const none = (reason) => ({ variant: control, inExperiment: false, bucket, reason });
  if (!isEnabled) return none("disabled");
  if (!subject || bucket === null) return none("no_subject");
  if (offered.length === 0) return none("no_variants");
  if (rollout <= 0) return none("no_rollout");
  const index = variantOf(key, subject, bucket, offered.length, rollout);
  if (index === null) return none("outside_rollout");
  return { variant: offered[index], inExperiment: true, bucket, reason: "assigned" };
}

/**
 * The share that takes part, from 0 to 100 percent; everyone if it was never said or is no number.
 * @param {Experiment} experiment
 */
export function rolloutOf({ rolloutPercentage: given }) {
  return typeof given === "number" && !Number.isNaN(given) ? Math.min(Math.max(given, 0), 100) : 100;
}

/**
 * Base 131 over UTF-16 units, modulo the largest prime below 2^32; never above 2^40 on the way.
 * @param {string} text
 */
export function polynomialHash(text) {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (hash * 131 + text.charCodeAt(index)) % 4_294_967_291;
  return hash;
}

/**
 * FNV-1a of 32 bits over UTF-16 units, as GrowthBook's own JavaScript computes it.
 * @param {string} text
 */
export function fnvHash(text) {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return hash >>> 0;
}

/**
 * The first part of the line from 0 to 1 that holds a point: each variant's part begins where it would with everyone
 * taking part, and grows to the right with the coverage.
 * @param {number} point
 * @param {number} count
 * @param {number} coverage
 */
function partOf(point, count, coverage) {
  const weight = 1 / count;
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    if (point >= start && point < start + coverage * weight) return index;
    start += weight;
  }
  return null;
}

/**
 * @param {Experiment} experiment
 * @param {string} control
 * @returns {string[]}
 */
function variantsOf({ variants }, control) {
  if (!Array.isArray(variants)) return [];
  return variants.filter((name) => typeof name === "string" && name !== "" && name !== control);
}

/** @param {unknown} value */
function textIn(value) {
  return typeof value === "string" ? value : null;
}
