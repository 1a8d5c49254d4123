// SPDX-License-Identifier: Apache-2.0

/// Something a client can ask the server to do: the value is the call's `params`.
///
/// One type per method, used by server, SDK, command line and tests alike; the
/// OpenRPC document is produced from these same types.
public protocol Method: Codable, Sendable {
    /// What the server answers.
    associatedtype Result: Codable & Sendable

    /// The name as sent on the wire, such as `message.send`.
    static var name: MethodName { get }
    /// What the method is for and how each parameter may be used, for the OpenRPC document.
    static var documentation: MethodDocumentation { get }

    /// Refuses parameters that no state of the server could make acceptable.
    ///
    /// Runs before anything is read or written.
    /// - Parameter limits: the sizes and counts to keep.
    /// - Throws: ``RPCError`` with code ``RPCError/Code/invalidParams`` naming the field and the limit.
    func validate(within limits: Limits) throws(RPCError)
}

extension Method {
    /// Accepts whatever decodes.
    public func validate(within limits: Limits) throws(RPCError) {}

    /// The call's parameters as they travel: what it does not give is left out.
    package var params: RawJSON {
        get throws { RawJSON(trusted: try WireEncoder(leavesNilOut: true).encode(self)) }
    }
}

/// A method that changes something, and so may be sent again safely under one key.
public protocol MutatingMethod: Method {
    /// A name the caller chose for this one effect, at most 64 bytes; the same key never has a second effect.
    var idempotencyKey: String? { get set }
}

extension MutatingMethod {
    /// The call as canonical bytes without its key: two calls under one key are the same if these are.
    package func canonicalParams() throws -> [UInt8] {
        var call = self
        call.idempotencyKey = nil
        return try call.params.bytes
    }
}

/// The name of a method on the wire, such as `message.send`.
public struct MethodName: Hashable, Sendable, CustomStringConvertible {
    /// The name as sent on the wire.
    public let rawValue: String

    /// Creates a name from a literal: names are declared, never assembled.
    public init(_ rawValue: StaticString) {
        self.rawValue = rawValue.description
    }

    /// The name as sent on the wire.
    public var description: String { self.rawValue }
}
