// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What the core says to an edge.
///
/// An entry of the log is a ``LinkEnvelope``, which has no `kind`. Everything else is
/// `{"v":1,"kind":…,"id":…,"body":…}`; only questions and answers have an `id`.
enum CoreMessage: Sendable {
    case joined(LinkWelcome)
    /// The edge will not be served, for that reason; the core closes.
    case refused(String)
    case entry(LinkEnvelope)
    /// Entries that were committed together, in order.
    case committed([LinkEnvelope])
    case ephemeral(Ephemeral)
    case presence(PresenceNews)
    case accounts(AccountNews)
    case answer(Int64, RawJSON)
    case failure(Int64, RPCError)
    /// A part of an answer that consists of entries.
    case entries(Int64, [LinkEnvelope], hasMore: Bool)
    case ask(Int64, EdgeQuestion)
    /// A sign of life.
    case beat(CoreBeat)
}

extension CoreMessage: Codable {
    private enum CodingKeys: String, CodingKey {
        case version = "v"
        case kind, id, body
        case hasMore = "more"
    }

    private enum Kind: String, Codable {
        case joined, refused, committed, ephemeral, presence, accounts, answer, failure, entries, ask, beat
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        try LinkVersion.check(.version, in: fields)
        guard let kind = try fields.decodeIfPresent(Kind.self, forKey: .kind) else {
            self = .entry(try LinkEnvelope(from: decoder))
            return
        }
        let id = try fields.decodeIfPresent(Int64.self, forKey: .id) ?? 0
        self =
            switch kind {
            case .joined: .joined(try fields.decode(LinkWelcome.self, forKey: .body))
            case .committed: .committed(try fields.decode([LinkEnvelope].self, forKey: .body))
            case .refused: .refused(try fields.decode(String.self, forKey: .body))
            case .ephemeral: .ephemeral(try fields.decode(Ephemeral.self, forKey: .body))
            case .presence: .presence(try fields.decode(PresenceNews.self, forKey: .body))
            case .accounts: .accounts(try fields.decode(AccountNews.self, forKey: .body))
            case .ask: .ask(id, try fields.decode(EdgeQuestion.self, forKey: .body))
            case .beat: .beat(try fields.decode(CoreBeat.self, forKey: .body))
            case .answer: .answer(id, try fields.decode(RawJSON.self, forKey: .body))
            case .failure: .failure(id, try fields.decode(RPCError.self, forKey: .body))
            case .entries:
                .entries(
                    id,
                    try fields.decode([LinkEnvelope].self, forKey: .body),
                    hasMore: try fields.decodeIfPresent(Bool.self, forKey: .hasMore) ?? false
                )
            }
    }

    func encode(to encoder: any Encoder) throws {
        if case .entry(let envelope) = self {
            try envelope.encode(to: encoder)
            return
        }
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(LinkVersion.current, forKey: .version)
        func write(_ kind: Kind, id: Int64? = nil, _ body: some Encodable) throws {
            try fields.encode(kind, forKey: .kind)
            try fields.encodeIfPresent(id, forKey: .id)
            try fields.encode(body, forKey: .body)
        }
        switch self {
        case .entry: break
        case .joined(let welcome): try write(.joined, welcome)
        case .committed(let envelopes): try write(.committed, envelopes)
        case .refused(let reason): try write(.refused, reason)
        case .ephemeral(let ephemeral): try write(.ephemeral, ephemeral)
        case .presence(let news): try write(.presence, news)
        case .accounts(let news): try write(.accounts, news)
        case .answer(let id, let result): try write(.answer, id: id, result)
        case .failure(let id, let error): try write(.failure, id: id, error)
        case .ask(let id, let question): try write(.ask, id: id, question)
        case .beat(let beat): try write(.beat, beat)
        case .entries(let id, let envelopes, let hasMore):
            try write(.entries, id: id, envelopes)
            if hasMore { try fields.encode(true, forKey: .hasMore) }
        }
    }
}
