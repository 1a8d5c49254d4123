// SPDX-License-Identifier: Apache-2.0

/// Sets the caller's status text; any status is ignored.
public struct PresenceUpdate: MutatingMethod {
    /// The caller's presence, whose online bit this never touches.
    public typealias Result = PresenceEntry

    /// `presence.update`.
    public static let name = MethodName("presence.update")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Sets the caller's status text; any status is ignored.",
        callers: "anyone signed in",
        parameters: [
            "status_text": "at most 100 Unicode scalars after normalisation to NFC; absent changes nothing",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        replacement: PresenceSetStatusText.name
    )

    /// At most 100 Unicode scalars after normalisation to NFC; absent changes nothing.
    public var statusText: String?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case statusText = "status_text"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(statusText: String? = nil, idempotencyKey: String? = nil) {
        self.statusText = statusText
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(statusText: self.statusText)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
