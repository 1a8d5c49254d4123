// SPDX-License-Identifier: Apache-2.0

extension Limits {
    /// Refuses a number outside a range.
    package func check(_ number: Int, in range: ClosedRange<Int>, field: String) throws(RPCError) {
        guard range.contains(number) else {
            throw .invalid(field, "\(range.lowerBound) to \(range.upperBound)", limit: Int64(range.upperBound))
        }
    }

    /// Refuses an identifier that nothing can have.
    package func check<Kind>(id: Identifier<Kind>?, field: String) throws(RPCError) {
        guard let id, id.rawValue < 1 else { return }
        throw .invalid(field, "numbers begin at 1")
    }

    /// Refuses a place before the first; 0 stands for the beginning.
    package func check<Kind>(bound id: Identifier<Kind>?, field: String) throws(RPCError) {
        try self.check(bound: id?.rawValue, field: field)
    }

    /// Refuses a place before the first; 0 stands for the beginning.
    package func check(bound seq: Seq?, field: String) throws(RPCError) {
        guard let seq, seq < 0 else { return }
        throw .invalid(field, "must not be negative")
    }

    /// Refuses too many identifiers, and any that nothing can have.
    package func check<Kind>(ids: [Identifier<Kind>], atMost limit: Int, field: String) throws(RPCError) {
        try self.check(count: ids.count, atMost: limit, field: field)
        for (index, id) in ids.enumerated() {
            try self.check(id: id, field: "\(field).\(index)")
        }
    }

    /// Refuses a random name that no server of ours gives out.
    package func check<Token: RawRepresentable>(token: Token?, field: String) throws(RPCError)
    where Token.RawValue == String {
        guard let token, !Self.isToken(token.rawValue) else { return }
        throw .invalid(field, "1 to 64 letters, digits, - or _", limit: 64)
    }

    /// Refuses too many random names, and any that no server of ours gives out.
    package func check<Token: RawRepresentable>(tokens: [Token], atMost limit: Int, field: String) throws(RPCError)
    where Token.RawValue == String {
        try self.check(count: tokens.count, atMost: limit, field: field)
        for (index, token) in tokens.enumerated() {
            try self.check(token: token, field: "\(field).\(index)")
        }
    }

    /// Refuses a page that is empty or too large.
    package func check(pageSize: Int?) throws(RPCError) {
        try self.check(pageSize ?? 1, in: 1...self.page, field: "limit")
    }

    /// Refuses a revision that no canvas ever had.
    package func check(revision: Int64) throws(RPCError) {
        guard revision < 1 else { return }
        throw .invalid("revision", "revisions begin at 1")
    }

    /// Refuses a role that only a handing over can give.
    package func check(assignable role: WorkspaceRole?) throws(RPCError) {
        guard role == .owner else { return }
        throw .invalid("role", "admin or member; a workspace has one owner")
    }

    /// Refuses a drain longer than an operator may ask for.
    package func check(drainWindow: Milliseconds?) throws(RPCError) {
        guard let window = drainWindow, window < 0 || window > self.drain else { return }
        throw .invalid("window_ms", "0 to \(self.drain.rawValue) ms", limit: self.drain.rawValue)
    }

    private func check(count: Int, atMost limit: Int, field: String) throws(RPCError) {
        guard count > limit else { return }
        throw .invalid(field, "at most \(limit)", limit: Int64(limit))
    }

    private static func isToken(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
