// SPDX-License-Identifier: Apache-2.0

/// One event with where it stands in the log.
public struct EventFrame: Hashable, Sendable {
    /// What a keyed call caused, for the writer's own screens.
    public struct Cause: Hashable, Sendable, Codable {
        /// The call's idempotency key.
        public var key: String

        private enum CodingKeys: String, CodingKey {
            case key
        }

        /// Creates a cause.
        public init(key: String) {
            self.key = key
        }
    }

    /// Where it stands, and so the reader's position once it is applied; nil for an ephemeral event.
    public var seq: Seq?
    /// Whether its text was taken back since.
    public var isRedacted: Bool
    /// The call that caused it, if that had a key: an optimistic copy can be replaced.
    public var cause: Cause?
    /// What happened.
    public var event: EventPayload

    /// Creates a frame.
    public init(seq: Seq? = nil, isRedacted: Bool = false, cause: Cause? = nil, event: EventPayload) {
        self.seq = seq
        self.isRedacted = isRedacted
        self.cause = cause
        self.event = event
    }
}

extension CodingUserInfoKey {
    /// Which events a decoder knows: an ``EventCatalogue``, the standard one by default.
    package static let events = CodingUserInfoKey(rawValue: "martlet.events").unsafelyUnwrapped
}

extension EventFrame: Codable {
    private enum CodingKeys: String, CodingKey {
        case seq, type
        case isRedacted = "redacted"
        case cause, data
    }

    /// Decodes a frame; data that the known type cannot read makes the event unknown, so that its position counts.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let name = try fields.decode(String.self, forKey: .type)
        self.seq = try fields.decodeIfPresent(Seq.self, forKey: .seq)
        self.isRedacted = try fields.decodeIfPresent(Bool.self, forKey: .isRedacted) ?? false
        self.cause = try fields.decodeIfPresent(Cause.self, forKey: .cause)
        let catalogue = decoder.userInfo[.events] as? EventCatalogue ?? .standard
        if let type = catalogue[name], let event = try? Self.data(as: type, in: fields) {
            self.event = .known(event)
        } else {
            let data = try fields.decodeIfPresent(RawJSON.self, forKey: .data) ?? .emptyObject
            self.event = .unknown(EventName(decoded: name), data)
        }
    }

    private static func data<Known: Event>(
        as type: Known.Type,
        in fields: KeyedDecodingContainer<CodingKeys>
    ) throws -> any Event {
        try fields.decode(type, forKey: .data)
    }

    /// Encodes a frame.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        if let seq = self.seq { try fields.encode(seq, forKey: .seq) }
        try fields.encode(self.event.name.rawValue, forKey: .type)
        if self.isRedacted { try fields.encode(true, forKey: .isRedacted) }
        if let cause = self.cause { try fields.encode(cause, forKey: .cause) }
        switch self.event {
        case .known(let event): try fields.encode(event, forKey: .data)
        case .unknown(_, let data): try fields.encode(data, forKey: .data)
        }
    }
}
