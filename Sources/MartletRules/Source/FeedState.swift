// SPDX-License-Identifier: Apache-2.0

/// How fresh what an app shows is.
package enum FeedState: Hashable, Sendable {
    /// Nothing came yet since it was last offline, somebody else's, or said by the server to be of no use.
    case initializing
    /// Something came, and nothing failed since.
    case valid
    /// Something failed, and is tried again.
    case interrupted
    /// Nobody tries.
    case offline(OfflineReason)
    /// It failed for good: only a person, a sign-in, the network or the foreground changes anything.
    case shutdown
}
