// SPDX-License-Identifier: Apache-2.0

/// Why a connection ended, as sent in the WebSocket close frame.
///
/// The range says whether to come back, so that an old client handles a code it has never heard of.
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number sent in the close frame.
    public let rawValue: UInt16

    /// Wraps a number read from the wire, known or not.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Done; a client that ends a connection by its own wish stays away.
    public static let normal = Self(rawValue: 1000)
    /// The server goes away, or the page is left.
    public static let goingAway = Self(rawValue: 1001)
    /// The peer broke the WebSocket protocol.
    public static let protocolError = Self(rawValue: 1002)
    /// The peer sent a kind of message that is not understood.
    public static let unsupportedData = Self(rawValue: 1003)
    /// The close frame had no code; never sent.
    public static let noStatus = Self(rawValue: 1005)
    /// The connection was lost without a close frame; never sent.
    public static let lost = Self(rawValue: 1006)
    /// The peer sent text that is not UTF-8.
    public static let invalidPayload = Self(rawValue: 1007)
    /// The peer broke a rule that has no code of its own.
    public static let policyViolation = Self(rawValue: 1008)
    /// The peer sent a message larger than ``Limits/socketMessage``.
    public static let messageTooBig = Self(rawValue: 1009)
    /// The server failed on this connection.
    public static let internalError = Self(rawValue: 1011)
    /// The server restarts.
    public static let serviceRestart = Self(rawValue: 1012)
    /// The server cannot serve now; the reason says `retry_after_ms=N`.
    public static let tryAgainLater = Self(rawValue: 1013)
    /// Nothing was heard after a ping.
    public static let heartbeatLost = Self(rawValue: 3100)
    /// The connection reads too slowly to be kept in memory.
    public static let fellBehind = Self(rawValue: 3101)
    /// The token ended.
    public static let tokenExpired = Self(rawValue: 3102)
    /// The connection shall be held elsewhere.
    public static let rebalanced = Self(rawValue: 3103)
    /// Nobody is signed in.
    public static let notAuthenticated = Self(rawValue: 4001)
    /// The path names somebody else.
    public static let notYou = Self(rawValue: 4003)
    /// The path names nobody.
    public static let unknownUser = Self(rawValue: 4004)
    /// The person holds as many connections as they may.
    public static let tooManyConnections = Self(rawValue: 4009)
    /// The person signed out, or was shut out.
    public static let signedOut = Self(rawValue: 4010)
    /// The client speaks no version that the server does.
    public static let unsupportedVersion = Self(rawValue: 4026)
}
