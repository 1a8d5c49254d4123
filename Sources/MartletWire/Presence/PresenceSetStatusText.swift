// SPDX-License-Identifier: Apache-2.0

/// Says something of the caller to whoever shares a workspace with them.
public struct PresenceSetStatusText: MutatingMethod {
    /// The caller's presence, whose online bit this never touches.
    public typealias Result = PresenceEntry

    /// `presence.set_status_text`.
    public static let name = MethodName("presence.set_status_text")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Says something of the caller to whoever shares a workspace with them.",
        callers: "anyone signed in",
        parameters: [
            "status_text": "at most 100 Unicode scalars after normalisation to NFC; empty clears it",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ]
    )

    /// At most 100 Unicode scalars after normalisation to NFC; empty clears it.
    public var statusText: String
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case statusText = "status_text"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(statusText: String, idempotencyKey: String? = nil) {
        self.statusText = statusText
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(statusText: self.statusText)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
