// SPDX-License-Identifier: Apache-2.0

/// Everything the server says on a socket.
///
/// The set is closed: a new case makes every `switch` over frames, in server, SDK and command line, fail to compile
/// until it is handled. Events are an open set: see ``EventPayload``.
public enum ServerFrame: Hashable, Sendable {
    /// The connection is open and stands here; always the first frame.
    case hello(Hello)
    /// Something happened.
    case event(EventFrame)
    /// Answer with a pong, or with anything else.
    case ping(Ping)
    /// The server is going away: come back later, elsewhere.
    case draining(reconnectAfter: Milliseconds)
    /// The token ends soon: show a newer one with ``AuthRefresh``.
    case tokenExpiring(in: Milliseconds)
    /// The log began a new life, in which the connection stands here.
    case epoch(Position)
    /// A call was answered.
    case response(RPCResponse)
}

extension ServerFrame: Codable {
    private enum Kind: String, Codable {
        case hello, ping, draining, epoch
        case tokenExpiring = "token_expiring"
    }

    private enum CodingKeys: String, CodingKey {
        case type
        case version = "jsonrpc"
        case reconnectAfter = "reconnect_after_ms"
        case tokenEndsIn = "in_ms"
    }

    /// Decodes a frame by its `type`; one without is an answer.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        guard let type = try fields.decodeIfPresent(String.self, forKey: .type) else {
            self = .response(try RPCResponse(from: decoder))
            return
        }
        self =
            switch Kind(rawValue: type) {
            case .hello: .hello(try Hello(from: decoder))
            case .ping: .ping(try Ping(from: decoder))
            case .draining: .draining(reconnectAfter: try fields.decode(Milliseconds.self, forKey: .reconnectAfter))
            case .tokenExpiring: .tokenExpiring(in: try fields.decode(Milliseconds.self, forKey: .tokenEndsIn))
            case .epoch: .epoch(try Position(from: decoder))
            case nil: .event(try EventFrame(from: decoder))
            }
    }

    /// Encodes a frame under its `type`.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .hello(let hello):
            try fields.encode(Kind.hello, forKey: .type)
            try hello.encode(to: encoder)
        case .event(let event):
            try event.encode(to: encoder)
        case .ping(let ping):
            try fields.encode(Kind.ping, forKey: .type)
            try ping.encode(to: encoder)
        case .draining(let delay):
            try fields.encode(Kind.draining, forKey: .type)
            try fields.encode(delay, forKey: .reconnectAfter)
        case .tokenExpiring(let time):
            try fields.encode(Kind.tokenExpiring, forKey: .type)
            try fields.encode(time, forKey: .tokenEndsIn)
        case .epoch(let position):
            try fields.encode(Kind.epoch, forKey: .type)
            try position.encode(to: encoder)
        case .response(let response):
            try response.encode(to: encoder)
        }
    }
}
