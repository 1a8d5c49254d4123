// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// DESIGN 2: the envelope between core and edge.
struct LinkEnvelopeTests {
    private static let epoch = Epoch(rawValue: "e1")

    static let rows: [(LinkEnvelope, String)] = [
        (
            LinkEnvelope(
                epoch: epoch,
                entry: LogEntry(seq: 43, audience: .users([7]), event: Array(#"{"type":"a","data":{}}"#.utf8))
            ),
            #"{"v":1,"epoch":"e1","seq":43,"audience":{"users":[7],"channels":[],"workspaces":[],"except":[]},"#
                + #""event":{"type":"a","data":{}}}"#
        ),
        (
            LinkEnvelope(
                epoch: epoch,
                entry: LogEntry(
                    seq: 44,
                    audience: Audience(users: [7], channels: [3], workspaces: [2], except: [8]),
                    memberships: [
                        MembershipChange(.begin, user: 7, key: .channel(3)),
                        MembershipChange(.end, user: nil, key: .workspace(2)),
                    ],
                    redacts: [41, 42],
                    event: Array(#"{"type":"a","data":{"x": 1}}"#.utf8)
                )
            ),
            #"{"v":1,"epoch":"e1","seq":44,"audience":{"users":[7],"channels":[3],"workspaces":[2],"except":[8]},"#
                + #""redacts":[41,42],"memberships":[{"action":"begin","user":7,"key":13},{"action":"end","user":null,"key":10}],"#
                + #""event":{"type":"a","data":{"x": 1}}}"#
        ),
        (
            LinkEnvelope(
                epoch: epoch,
                entry: LogEntry(seq: 45, audience: .nobody, term: Epoch(rawValue: "e2"), event: [])
            ),
            #"{"v":1,"epoch":"e1","seq":45,"audience":{"users":[],"channels":[],"workspaces":[],"except":[]},"#
                + #""term":"e2"}"#
        ),
    ]

    @Test(arguments: LinkEnvelopeTests.rows.indices)
    func `an envelope has these bytes and comes back from them`(index: Int) throws {
        let (envelope, text) = Self.rows[index]
        #expect(try json(envelope) == text)
        let decoded = try value(LinkEnvelope.self, text)
        #expect(decoded.epoch == envelope.epoch)
        #expect(decoded.entry.seq == envelope.entry.seq)
        #expect(decoded.entry.audience == envelope.entry.audience)
        #expect(decoded.entry.memberships == envelope.entry.memberships)
        #expect(decoded.entry.redacts == envelope.entry.redacts)
        #expect(decoded.entry.term == envelope.entry.term)
        #expect(decoded.entry.event == envelope.entry.event)
    }

    @Test func `an entry's size bounds its envelope's, however long any of its lists is`() throws {
        let ids = (0..<3000).map { Seq.max / 4 - Seq($0) }
        let users = ids.map { UserID(rawValue: $0) }
        let changes = users.map { MembershipChange(.begin, user: $0, key: .user($0)) }
        let audiences = [
            Audience(users: users), Audience(channels: ids.map { ChannelID(rawValue: $0) }),
            Audience(workspaces: ids.map { WorkspaceID(rawValue: $0) }), Audience(except: users),
        ]
        let event = Array("{}".utf8)
        var entries = audiences.map { LogEntry(seq: .max, audience: $0, event: event) }
        entries.append(LogEntry(seq: .max, audience: .nobody, redacts: ids, event: event))
        entries.append(LogEntry(seq: .max, audience: .nobody, memberships: changes, event: event))
        let epoch = Epoch(rawValue: String(repeating: "e", count: 16))
        for entry in entries {
            let bytes = try WireEncoder().encode(LinkEnvelope(epoch: epoch, entry: entry))
            #expect(bytes.count <= entry.encodedSize)
        }
    }

    // R3-30
    @Test func `a higher version is refused, an unknown field is not`() throws {
        let (_, text) = Self.rows[0]
        #expect(throws: DecodingError.self) {
            try value(LinkEnvelope.self, text.replacing(#""v":1"#, with: #""v":2"#))
        }
        #expect(throws: Never.self) {
            try value(LinkEnvelope.self, text.replacing(#""v":1"#, with: #""v":1,"new":[]"#))
        }
    }
}
