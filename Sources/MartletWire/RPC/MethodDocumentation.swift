// SPDX-License-Identifier: Apache-2.0

/// What the OpenRPC document says of one method beyond its types.
public struct MethodDocumentation: Sendable {
    /// One sentence: what the method is for.
    public var summary: String
    /// Who may call it, once they are signed in.
    public var callers: String
    /// What each parameter means, with units and limits, by wire name.
    public var parameters: [String: String]
    /// How this method may be refused, beside ``commonErrors``.
    public var errors: [RPCError.Code]
    /// What a client should call instead, when the method is deprecated.
    public var replacement: MethodName?

    /// How any method may be refused.
    public static let commonErrors: [RPCError.Code] = [
        .invalidParams, .unauthenticated, .rateLimited, .unavailable, .internalError,
    ]

    /// Creates a description.
    public init(
        _ summary: String,
        callers: String,
        parameters: [String: String] = [:],
        errors: [RPCError.Code] = [],
        replacement: MethodName? = nil
    ) {
        self.summary = summary
        self.callers = callers
        self.parameters = parameters
        self.errors = errors
        self.replacement = replacement
    }
}
