// SPDX-License-Identifier: Apache-2.0

/// Opens WebSockets to one server.
package protocol SocketDialer: Sendable {
    /// Dials a route with its query, and upgrades; ends with the task.
    func dial(_ path: String, headers: [(name: String, value: String)]) async throws(DialFailure) -> DialOutcome
}

/// What became of a dial.
package enum DialOutcome: Sendable {
    /// A socket, open.
    case open(Socket)
    /// An answer other than 101.
    case refused(status: Int, retryAfter: Duration?)
}
