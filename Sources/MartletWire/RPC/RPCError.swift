// SPDX-License-Identifier: Apache-2.0

/// A call that could not be carried out, as JSON-RPC's `error` object.
///
/// Decide on ``code`` and ``Detail/isRetryable``; show ``message`` to a developer; never parse it. An error
/// never carries a stack, SQL, a path or another person's data.
public struct RPCError: Error, Hashable, Sendable {
    /// What went wrong, as a number that keeps its meaning across releases.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The number as sent on the wire.
        public let rawValue: Int

        /// Wraps a number read from the wire, known or not.
        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// The bytes are not JSON.
        public static let parseError = Self(rawValue: -32700)
        /// The JSON is not a JSON-RPC 2.0 request.
        public static let invalidRequest = Self(rawValue: -32600)
        /// There is no such method.
        public static let methodNotFound = Self(rawValue: -32601)
        /// A parameter is missing or unacceptable; `data.field` names it.
        public static let invalidParams = Self(rawValue: -32602)
        /// The server failed; the cause is in its log.
        public static let internalError = Self(rawValue: -32603)
        /// Nobody is signed in on this connection or request.
        public static let unauthenticated = Self(rawValue: -32001)
        /// The caller may know of the thing but not do this to it.
        public static let forbidden = Self(rawValue: -32003)
        /// There is no such thing, or the caller may not know of it.
        public static let notFound = Self(rawValue: -32004)
        /// The change rests on a state that has moved on, or the key was used for something else.
        public static let conflict = Self(rawValue: -32009)
        /// The change is larger than can be carried.
        public static let tooLarge = Self(rawValue: -32013)
        /// The caller sends faster than its allowance; `data.retry_after_ms` says when to come back.
        public static let rateLimited = Self(rawValue: -32029)
        /// The server cannot answer now; `data.outcome` says whether the change may have happened.
        public static let unavailable = Self(rawValue: -32050)
    }

    /// Whether a change that failed may have happened all the same.
    public enum Outcome: String, Hashable, Sendable, Codable {
        /// It did not happen.
        case none
        /// It may have happened: send it again under the same key.
        case unknown
    }

    /// The machine-readable part of an error.
    public struct Detail: Hashable, Sendable, Codable {
        /// Whether the same request may succeed later.
        public var isRetryable: Bool
        /// The parameter that was refused, as a path of wire names such as `attachments.0`.
        public var field: String?
        /// The limit that was passed, in the field's own unit.
        public var limit: Int64?
        /// How long to wait before trying again, in milliseconds.
        public var retryAfterMilliseconds: Int64?
        /// Whether the change may have happened.
        public var outcome: Outcome?
        /// The revision that the thing has now, when a change rested on an older one.
        public var currentRevision: Int64?

        private enum CodingKeys: String, CodingKey {
            case isRetryable = "retryable"
            case field, limit
            case retryAfterMilliseconds = "retry_after_ms"
            case outcome
            case currentRevision = "current_revision"
        }

        /// Creates a detail.
        public init(
            isRetryable: Bool = false,
            field: String? = nil,
            limit: Int64? = nil,
            retryAfterMilliseconds: Int64? = nil,
            outcome: Outcome? = nil,
            currentRevision: Int64? = nil
        ) {
            self.isRetryable = isRetryable
            self.field = field
            self.limit = limit
            self.retryAfterMilliseconds = retryAfterMilliseconds
            self.outcome = outcome
            self.currentRevision = currentRevision
        }

        /// Encodes what there is to say: an error, unlike a result, has no fields but those that apply.
        public func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(self.isRetryable, forKey: .isRetryable)
            if let field = self.field { try fields.encode(field, forKey: .field) }
            if let limit = self.limit { try fields.encode(limit, forKey: .limit) }
            if let pause = self.retryAfterMilliseconds { try fields.encode(pause, forKey: .retryAfterMilliseconds) }
            if let outcome = self.outcome { try fields.encode(outcome, forKey: .outcome) }
            if let revision = self.currentRevision { try fields.encode(revision, forKey: .currentRevision) }
        }
    }

    /// What went wrong.
    public var code: Code
    /// What a developer needs in order to act on it.
    public var message: String
    /// The machine-readable part.
    public var data: Detail

    /// Creates an error.
    public init(_ code: Code, _ message: String, data: Detail = Detail()) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// Refuses one parameter.
    public static func invalid(_ field: String, _ message: String, limit: Int64? = nil) -> Self {
        Self(.invalidParams, message, data: Detail(field: field, limit: limit))
    }

    /// Says that there is no such thing, in the same words whether it never was or is hidden.
    public static func notFound(_ noun: String) -> Self {
        Self(.notFound, "no such \(noun)")
    }

    /// Refuses an act to someone who may know of the thing.
    public static func forbidden(_ message: String) -> Self {
        Self(.forbidden, message)
    }
}

extension RPCError: Codable {
    private enum CodingKeys: String, CodingKey { case code, message, data }

    /// Decodes JSON-RPC's `error` object; a peer's error without our `data` is taken as final.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.code = Code(rawValue: try fields.decode(Int.self, forKey: .code))
        self.message = try fields.decode(String.self, forKey: .message)
        self.data = try fields.decodeIfPresent(Detail.self, forKey: .data) ?? Detail()
    }

    /// Encodes JSON-RPC's `error` object.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.code.rawValue, forKey: .code)
        try fields.encode(self.message, forKey: .message)
        try fields.encode(self.data, forKey: .data)
    }
}

extension RPCError: CustomStringConvertible {
    /// The field, the message and the code, for a log or a terminal.
    public var description: String {
        let field = self.data.field.map { "\($0): " } ?? ""
        return "\(field)\(self.message) (code \(self.code.rawValue))"
    }
}
