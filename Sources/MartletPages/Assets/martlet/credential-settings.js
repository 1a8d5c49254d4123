// SPDX-License-Identifier: Apache-2.0

import { select } from "./experiment.js";

/**
 * How credentials are kept in step: `sessionSync` of `config.json`, times in milliseconds.
 * @typedef {object} CredentialSettings
 * @property {number} foregroundDebounce
 * @property {number} heartbeatInterval
 * @property {number} resumeHeartbeatSuppress
 * @property {number} heartbeatMaxBackoff
 */

/**
 * Which parts of the sync run.
 * @typedef {{ foreground: boolean, heartbeat: boolean, adaptive: boolean }} Phases
 */

const longest = 365 * 86_400_000;
export const shortestInterval = 1000;
const experimentKey = "sessionSyncStrategy";
const heartbeatVariant = "session-sync-heartbeat";
const adaptiveVariant = "session-sync-adaptive";

/**
 * Reads a client's configuration; what is wrong stays as it is by default, what is too small is raised.
 * @param {any} configuration
 * @param {number} user
 * @returns {{ settings: CredentialSettings, phases: Phases }}
 */
export function credentialSync(configuration, user) {
  const given = objectIn(configuration?.sessionSync);
  const heartbeatInterval = time(given.heartbeatIntervalMs, 600_000, shortestInterval);
  const settings = {
    foregroundDebounce: time(given.foregroundDebounceMs, 1500, 0),
    heartbeatInterval,
    resumeHeartbeatSuppress: time(given.resumeHeartbeatSuppressMs, 60_000, 0),
    heartbeatMaxBackoff: time(given.heartbeatMaxBackoffMs, 1_800_000, heartbeatInterval),
  };
  const experiment = objectIn(configuration?.experiments)[experimentKey];
  return { settings, phases: phasesFor(given, experiment ? objectIn(experiment) : null, String(user)) };
}

/**
 * The experiment decides first; the direct switches hold for whoever takes no part, its control group included unless
 * `directConfig` says otherwise.
 * @param {any} given
 * @param {any} experiment
 * @param {string} subject
 * @returns {Phases}
 */
export function phasesFor(given, experiment, subject) {
  const selection = experiment ? select(experimentKey, experiment, subject) : null;
  if (selection?.inExperiment) {
    const adaptive = selection.variant === adaptiveVariant;
    const heartbeat = adaptive || selection.variant === heartbeatVariant;
    return { foreground: heartbeat, heartbeat, adaptive };
  }
  const runs = selection !== null && selection.reason !== "disabled";
  if (runs && given.directConfig === "outsideExperimentOnly") return { foreground: false, heartbeat: false, adaptive: false };
  return {
    foreground: given.phase1ForegroundResync === true,
    heartbeat: given.phase2VisibleHeartbeat === true,
    adaptive: given.phase3AdaptiveBackoffJitter === true,
  };
}

/**
 * @param {unknown} given
 * @param {number} standard
 * @param {number} least
 */
function time(given, standard, least) {
  const value = typeof given === "number" && !Number.isNaN(given) ? given : standard;
  return Math.round(Math.min(Math.max(value, least), longest));
}

/**
 * @param {unknown} value
 * @returns {Record<string, any>}
 */
function objectIn(value) {
  return typeof value === "object" && value !== null ? value : {};
}
