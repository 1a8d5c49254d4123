// SPDX-License-Identifier: Apache-2.0

/// Why a client's outbox gave something up; a word from a list, so that a report cannot say what it was about.
public enum DeadLetterReason: String, WireChoice {
    /// The server refused it.
    case refused
    /// The server failed over it too often.
    case exhausted
    /// It could not be sent for too long.
    case expired
    /// It was sent, and nobody knows any more whether it had its effect.
    case unknownOutcome = "unknown_outcome"
    /// What it belongs to was given up.
    case inherited
}
