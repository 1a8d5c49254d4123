// SPDX-License-Identifier: Apache-2.0

/// What a client that polls does next.
package enum PollAction: Hashable, Sendable {
    /// Poll from the position after a pause.
    case poll(after: Duration)
    /// Get a newer token, then poll after a pause.
    case refreshToken(thenPollAfter: Duration)
    /// Poll no more, and tell ``Feed``.
    case stop(SourceVerdict)
}
