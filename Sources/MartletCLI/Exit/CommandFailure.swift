// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletServer
import MartletStore
import MartletWire

/// Why a command did not do what it was asked to.
struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a script is told.
    var status: ExitStatus
    /// What a person is told; may be several lines.
    var message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    var description: String { self.message }
}

extension CommandFailure {
    /// Translates what a command threw; nil for what the argument parser knows to report itself.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as RPCError: self.init(error)
        case let error as StreamError: self.init(error)
        case let error as ConfigurationError: self.init(.configuration, error.description)
        case let error as AccessConfigurationError: self.init(.configuration, error.description)
        case let error as SigningKeyError: self.init(.configuration, "data: \(error)")
        case let error as StoreError: self.init(Self.status(of: error.code), "\(error)")
        case is CancellationError: self.init(.tryAgain, "given up")
        default: return nil
        }
    }

    /// Whoever starts a server again and again goes on for as long as it may help.
    private static func status(of code: StoreError.Code) -> ExitStatus {
        switch code {
        case .inUse: .tryAgain
        case .unreachable: .unavailable
        case .corrupt, .newer, .inaccessible: .configuration
        }
    }

    /// What the server said.
    init(_ error: RPCError) {
        var lines = [error.message]
        if let field = error.data.field, !error.message.contains(field) { lines[0] = "\(field): \(error.message)" }
        if let revision = error.data.currentRevision { lines.append("the revision is now \(revision)") }
        if let milliseconds = error.data.retryAfterMilliseconds {
            lines.append("try again in \(DurationText(.milliseconds(milliseconds)))")
        }
        self.init(Self.status(of: error.code), lines.joined(separator: "\n"))
    }

    /// What became of a change.
    init(_ error: RPCError, changing isChange: Bool) {
        self.init(error)
        guard isChange, error.data.outcome == .unknown else { return }
        self.message += "\nit may have happened: with an --idempotency-key it is safe to ask again"
    }

    /// Why a stream ended for good.
    init(_ error: StreamError) {
        if let refusal = error.refusal {
            self.init(refusal)
        } else {
            self.init(error.closeCode.map(Self.status) ?? .unavailable, error.message)
        }
    }

    private static func status(of code: RPCError.Code) -> ExitStatus {
        switch code {
        case .parseError, .invalidRequest, .methodNotFound, .invalidParams, .tooLarge: .invalid
        case .unauthenticated, .forbidden: .notPermitted
        case .notFound: .notFound
        case .conflict: .conflict
        case .rateLimited: .tryAgain
        case .unavailable: .unavailable
        default: .failed
        }
    }

    private static func status(of code: CloseCode) -> ExitStatus {
        switch code {
        case .notAuthenticated, .notYou, .signedOut, .tokenExpired, .policyViolation: .notPermitted
        case .unknownUser: .notFound
        case .tooManyConnections: .tryAgain
        case .unsupportedVersion, .protocolError, .unsupportedData, .invalidPayload, .messageTooBig: .notUnderstood
        case .internalError: .failed
        default: .unavailable
        }
    }
}
