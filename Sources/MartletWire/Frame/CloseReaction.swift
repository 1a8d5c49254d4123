// SPDX-License-Identifier: Apache-2.0

/// What a client does after a connection ended that it did not end itself.
public enum CloseReaction: Hashable, Sendable, CaseIterable {
    /// Come back after a pause, and resume.
    case reconnect
    /// Get a newer token, then come back and resume.
    case refreshToken
    /// Come back once; if it ends in the same way, stop and report.
    case retryOnce
    /// Stay away and report, until a person acts, signs in, brings the page to the front, or the network returns.
    case stop
}

extension CloseCode {
    /// What a client does after this code.
    public var reaction: CloseReaction {
        switch self {
        case .tokenExpired: return .refreshToken
        case .protocolError, .unsupportedData, .invalidPayload, .messageTooBig: return .retryOnce
        case .policyViolation, .internalError: return .stop
        default: return (4000..<5000).contains(self.rawValue) ? .stop : .reconnect
        }
    }
}
