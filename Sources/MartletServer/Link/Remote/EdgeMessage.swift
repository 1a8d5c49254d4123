// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What an edge says to the core: `{"v":1,"kind":…,"id":…,"body":…}`; only questions and answers have an `id`.
enum EdgeMessage: Sendable {
    case hello(LinkHello)
    case report(ConnectionCount)
    case reconcile([ConnectionCount])
    case ask(Int64, LinkQuestion)
    /// Answers an ``EdgeQuestion``.
    case answer(Int64, RawJSON)
    /// Nothing but a sign of life.
    case beat
}

extension EdgeMessage: Codable {
    private enum CodingKeys: String, CodingKey {
        case version = "v"
        case kind, id, body
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        try LinkVersion.check(.version, in: fields)
        let kind = try fields.decode(String.self, forKey: .kind)
        switch kind {
        case "hello": self = .hello(try fields.decode(LinkHello.self, forKey: .body))
        case "report": self = .report(try fields.decode(ConnectionCount.self, forKey: .body))
        case "reconcile": self = .reconcile(try fields.decode([ConnectionCount].self, forKey: .body))
        case "answer":
            let id = try fields.decode(Int64.self, forKey: .id)
            self = .answer(id, try fields.decode(RawJSON.self, forKey: .body))
        case "beat": self = .beat
        default:
            guard let question = LinkQuestion.Kind(rawValue: kind) else {
                throw DecodingError.dataCorruptedError(forKey: .kind, in: fields, debugDescription: "not known")
            }
            let id = try fields.decode(Int64.self, forKey: .id)
            self = .ask(id, try LinkQuestion(question, in: fields, at: .body))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(LinkVersion.current, forKey: .version)
        switch self {
        case .hello(let hello):
            try fields.encode("hello", forKey: .kind)
            try fields.encode(hello, forKey: .body)
        case .report(let count):
            try fields.encode("report", forKey: .kind)
            try fields.encode(count, forKey: .body)
        case .reconcile(let counts):
            try fields.encode("reconcile", forKey: .kind)
            try fields.encode(counts, forKey: .body)
        case .ask(let id, let question):
            try fields.encode(question.kind, forKey: .kind)
            try fields.encode(id, forKey: .id)
            try question.encode(into: &fields, at: .body)
        case .answer(let id, let answer):
            try fields.encode("answer", forKey: .kind)
            try fields.encode(id, forKey: .id)
            try fields.encode(answer, forKey: .body)
        case .beat:
            try fields.encode("beat", forKey: .kind)
        }
    }
}
