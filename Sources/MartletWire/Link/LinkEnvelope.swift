// SPDX-License-Identifier: Apache-2.0

/// A log entry as it travels from core to edge.
///
/// `{"v":1,"epoch":…,"seq":…,"audience":…,"redacts":[…],"memberships":[…],"event":…}`; the lists are left out when
/// they are empty, and a `log.term` entry has `term` in place of `event`.
package struct LinkEnvelope: Sendable {
    /// The version that is written, and the only one that is read.
    package static let version = 1

    /// The log's life.
    package var epoch: Epoch
    /// The entry.
    package var entry: LogEntry

    package init(epoch: Epoch, entry: LogEntry) {
        self.epoch = epoch
        self.entry = entry
    }
}

extension LinkEnvelope: Codable {
    private enum CodingKeys: String, CodingKey {
        case version = "v"
        case epoch, seq, audience, redacts, memberships, term, event
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        guard try fields.decode(Int.self, forKey: .version) == Self.version else {
            throw DecodingError.dataCorruptedError(
                forKey: .version,
                in: fields,
                debugDescription: "expected \(Self.version)"
            )
        }
        self.epoch = try fields.decode(Epoch.self, forKey: .epoch)
        let term = try fields.decodeIfPresent(Epoch.self, forKey: .term)
        self.entry = LogEntry(
            seq: try fields.decode(Seq.self, forKey: .seq),
            audience: try fields.decode(Audience.self, forKey: .audience),
            memberships: try fields.decodeIfPresent([MembershipChange].self, forKey: .memberships) ?? [],
            redacts: try fields.decodeIfPresent([Seq].self, forKey: .redacts) ?? [],
            term: term,
            event: term == nil ? try fields.decode(RawJSON.self, forKey: .event).bytes : []
        )
    }

    package func encode(to encoder: any Encoder) throws {
        let entry = self.entry
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(Self.version, forKey: .version)
        try fields.encode(self.epoch, forKey: .epoch)
        try fields.encode(entry.seq, forKey: .seq)
        try fields.encode(entry.audience, forKey: .audience)
        if !entry.redacts.isEmpty { try fields.encode(entry.redacts, forKey: .redacts) }
        if !entry.memberships.isEmpty { try fields.encode(entry.memberships, forKey: .memberships) }
        if let term = entry.term { try fields.encode(term, forKey: .term) }
        if entry.term == nil { try fields.encode(RawJSON(trusted: entry.event), forKey: .event) }
    }
}
