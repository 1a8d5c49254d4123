// SPDX-License-Identifier: Apache-2.0

/// How a client listens.
package enum Transport: String, Hashable, Sendable, CaseIterable {
    /// A WebSocket.
    case socket
    /// Server-sent events.
    case stream
    /// A long poll.
    case poll
}
