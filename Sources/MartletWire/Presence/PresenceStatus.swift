// SPDX-License-Identifier: Apache-2.0

/// Whether any connection of a person is alive, as the server alone decides.
public enum PresenceStatus: String, WireChoice {
    /// At least one is, or was until a few seconds ago.
    case online
    /// None is.
    case offline
}
