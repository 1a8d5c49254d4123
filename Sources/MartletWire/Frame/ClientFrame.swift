// SPDX-License-Identifier: Apache-2.0

/// Everything a client says on a socket.
///
/// Any frame counts as a sign of life.
public enum ClientFrame: Sendable {
    /// Who is there, when no header or cookie said so; the first frame or never.
    case open(token: String)
    /// The answer to a ping, with the last position applied if the client says.
    case pong(Seq?)
    /// Whether anybody looks: while nobody does, ephemeral events are gathered.
    case activity(isActive: Bool)
    /// A call, answered on the same socket.
    case request(RPCRequest)
}

extension ClientFrame: Codable {
    private enum Kind: String, WireChoice { case open, pong, activity }

    private enum CodingKeys: String, CodingKey {
        case type, token, seq
        case isActive = "active"
    }

    /// Decodes a frame by its `type`; whatever has none is a call, if need be one that is refused.
    public init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: CodingKeys.self), fields.contains(.type) else {
            self = .request(try RPCRequest(from: decoder))
            return
        }
        self =
            switch try fields.decode(Kind.self, forKey: .type) {
            case .open: .open(token: try fields.decode(String.self, forKey: .token))
            case .pong: .pong(try fields.decodeIfPresent(Seq.self, forKey: .seq))
            case .activity: .activity(isActive: try fields.decode(Bool.self, forKey: .isActive))
            }
    }

    /// Encodes a frame under its `type`.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .open(let token):
            try fields.encode(Kind.open, forKey: .type)
            try fields.encode(token, forKey: .token)
        case .pong(let seq):
            try fields.encode(Kind.pong, forKey: .type)
            if let seq { try fields.encode(seq, forKey: .seq) }
        case .activity(let isActive):
            try fields.encode(Kind.activity, forKey: .type)
            try fields.encode(isActive, forKey: .isActive)
        case .request(let request):
            try request.encode(to: encoder)
        }
    }
}
