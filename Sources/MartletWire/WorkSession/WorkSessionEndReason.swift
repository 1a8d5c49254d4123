// SPDX-License-Identifier: Apache-2.0

/// What ended a work session.
public enum WorkSessionEndReason: String, WireChoice {
    /// The person, or the client for a reason of its own.
    case ended
    /// The client, since the person did nothing for a while.
    case idle
    /// The page was closed, and its beacon said so.
    case closed
    /// The server, which had not heard of it for too long: its end is the last sign of life until the client corrects it.
    case stale
}
