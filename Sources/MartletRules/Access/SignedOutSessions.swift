// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The sign-ins that were ended before their tokens did.
///
/// A token cannot be called back, so its session is remembered for as long as the token would have been accepted.
package struct SignedOutSessions: Sendable, Codable {
    private var ends: [SessionID: Timestamp] = [:]

    /// Takes up what was saved.
    package init(restoring saved: [SessionID: Timestamp] = [:]) {
        self.ends = saved
    }

    /// How many are remembered.
    package var count: Int { self.ends.count }

    /// Whether the session has been signed out.
    package func contains(_ session: SessionID) -> Bool {
        self.ends[session] != nil
    }

    /// A session was signed out; its last token would have been accepted until then.
    package mutating func signedOut(_ session: SessionID, until end: Timestamp) {
        self.ends[session] = max(self.ends[session] ?? end, end)
    }

    /// Forgets the sessions whose tokens have ended by themselves.
    package mutating func prune(at now: Timestamp) {
        self.ends = self.ends.filter { $0.value > now }
    }
}
