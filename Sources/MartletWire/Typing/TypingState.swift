// SPDX-License-Identifier: Apache-2.0

/// Whether somebody starts or stops typing.
public enum TypingState: String, WireChoice {
    /// Typing, for the next 5 s unless a stop comes first.
    case start
    /// No longer typing.
    case stop
}
