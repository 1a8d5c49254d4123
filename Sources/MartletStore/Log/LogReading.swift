// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Reads of the log.
package protocol LogReading {
    /// The last entry of this snapshot.
    func head() throws -> Seq

    /// The term of this snapshot.
    func epoch() throws -> Epoch

    /// Every term of this snapshot and where it begins, in order.
    func terms() throws -> [Term]

    /// The entries after a seq, all of them, in order.
    func entries(after seq: Seq, limit: Int) throws -> [LogEntry]

    /// The entries that one person is entitled to after a seq and through a last one, in order, each once.
    func entries(entitling user: UserID, after seq: Seq, through last: Seq, limit: Int) throws -> [LogEntry]

    /// People's memberships, past ones included, that reach beyond a seq; who has none is left out.
    func memberships(of users: [UserID], reachingPast seq: Seq) throws -> [UserID: [Membership]]
}

/// Appends to the log.
package protocol LogWriting {
    /// The instant of the transaction: one for everything in it.
    var now: Timestamp { get }

    /// Appends an event, encoded with the seq it gets, in the same transaction as the data it tells of.
    ///
    /// - Throws: ``RPCError`` with code `tooLarge` when the encoded entry passes 256 KiB.
    @discardableResult
    func append<Content: Event>(
        to audience: Audience,
        memberships: [MembershipChange],
        redacting: [Seq],
        _ event: (Seq) throws -> Content
    ) throws -> Seq
}

extension LogWriting {
    /// Appends an event that changes no membership and takes nothing back.
    @discardableResult
    package func append<Content: Event>(to audience: Audience, _ event: Content) throws -> Seq {
        try self.append(to: audience, memberships: [], redacting: []) { _ in event }
    }
}
