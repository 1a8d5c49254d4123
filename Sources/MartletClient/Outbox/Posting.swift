// SPDX-License-Identifier: Apache-2.0

/// What became of a durable call while its caller waited.
public enum Posting<Result: Sendable>: Sendable {
    /// The server has it; what it answered.
    case done(Result)
    /// It is safe, and goes out later, even after a restart.
    /// - Parameter obstacle: What is in the way, in a word, if that is known.
    case queued(obstacle: String?)
    /// It was queued before under this key: nothing was added.
    case duplicate
    /// It was given up, and is among the dead letters.
    /// - Parameter reason: Why, as a category and a number.
    case refused(reason: String)
}
