// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import MartletWire

extension SQLWriting {
    package func append<Content: Event>(
        to audience: Audience,
        memberships: [MembershipChange],
        redacting redacted: [Seq],
        _ event: (Seq) throws -> Content
    ) throws -> Seq {
        try self.takeLog()
        let seq = self.draft.last + 1
        let entry = LogEntry(
            seq: seq,
            audience: audience,
            memberships: memberships,
            redacts: redacted,
            event: try EventBytes.encode(try event(seq), cause: self.draft.cause)
        )
        try self.insert(entry)
        try self.redact(redacted)
        return seq
    }

    /// Begins a term: an entry that nobody hears.
    func begin(_ epoch: Epoch) throws {
        try self.takeLog()
        let entry = LogEntry(seq: self.draft.last + 1, audience: .nobody, term: epoch, event: [])
        try self.execute("INSERT INTO term (first_seq, epoch) VALUES (?, ?)", [entry.seq, epoch.rawValue])
        try self.insert(entry)
    }

    private func insert(_ entry: LogEntry) throws {
        guard entry.encodedSize <= self.limits.entry else {
            throw RPCError(
                .tooLarge,
                "the encoded event is larger than \(self.limits.entry) bytes",
                data: RPCError.Detail(limit: Int64(self.limits.entry))
            )
        }
        let keys = entry.audience.keys
        let memberships = entry.memberships.isEmpty ? nil : Data(try WireEncoder().encode(entry.memberships))
        try self.execute(
            "INSERT INTO log (seq, at, keys, except_users, memberships, redacts, event) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                entry.seq, self.now, Self.list(keys.map(\.rawValue)),
                entry.audience.except.isEmpty ? nil : Self.list(entry.audience.except.map(\.rawValue)),
                memberships, entry.redacts.isEmpty ? nil : Self.list(entry.redacts), Data(entry.event),
            ]
        )
        for key in keys {
            try self.execute("INSERT INTO log_key (key, seq) VALUES (?, ?) ON CONFLICT DO NOTHING", [key, entry.seq])
        }
        self.draft.append(entry)
    }

    /// Takes the text out of earlier entries; those of the same transaction are replaced before anyone hears them.
    private func redact(_ seqs: [Seq]) throws {
        for seq in seqs {
            guard let event = try self.row("SELECT event FROM log WHERE seq = ?", [seq]).map({ $0[0] as Data }) else {
                continue
            }
            let bytes = try EventBytes.redacted([UInt8](event))
            try self.execute("UPDATE log SET event = ? WHERE seq = ?", [Data(bytes), seq])
            self.draft.replaceEvent(of: seq, with: bytes, inPlaceOf: event.count)
        }
    }

    private static func list(_ numbers: [Int64]) -> String {
        numbers.count == 1 ? String(numbers[0]) : numbers.map { String($0) }.joined(separator: ",")
    }
}
