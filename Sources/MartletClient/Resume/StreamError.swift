// SPDX-License-Identifier: Apache-2.0

public import MartletWire

/// Why a stream ended for good.
///
/// It is not taken up again by itself: only a person, a sign-in or a return of the network changes anything. Then follow
/// again from where it stood.
public struct StreamError: Error, Hashable, Sendable {
    /// The server's close code, if it closed a connection.
    public var closeCode: CloseCode?
    /// The server's answer, if it refused one or a call on the way there.
    public var refusal: RPCError?
    /// What happened, for a developer.
    public var message: String
    /// Where the stream stood; nil if it never did.
    public var position: Position?

    /// Creates an error.
    public init(
        _ message: String,
        closeCode: CloseCode? = nil,
        refusal: RPCError? = nil,
        position: Position? = nil
    ) {
        self.message = message
        self.closeCode = closeCode
        self.refusal = refusal
        self.position = position
    }
}

extension StreamError: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}
