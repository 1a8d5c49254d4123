// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What an answer means for an item.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The server has it.
    case success(RawJSON?)
    /// It was not sent.
    case skipped(DeliverySkip)
    /// It had no effect; try again.
    case transient(DeliveryFault)
    /// Credentials are needed first; try again with them.
    case authRequired
    /// Trying again cannot help.
    case permanent(DeliveryFault)
    /// It may have had its effect; try again under the same key.
    case unknown(DeliveryFault)

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - answer: What came back.
    ///   - role: A conflict in answer to an end says that the thing has ended, which is what was wanted.
    package init(_ answer: DeliveryAnswer, role: OutboxRole) {
        switch answer {
        case .accepted(let receipt): self = .success(receipt)
        case .skipped(let reason): self = .skipped(reason)
        case .fault(let fault): self.init(fault)
        case .status(let status, let retryAfter): self.init(status: status, retryAfter: retryAfter, role: role)
        case .error(let error): self.init(error, role: role)
        }
    }

    private init(_ fault: DeliveryAnswer.TransportFault) {
        switch fault {
        case .unreachable: self = .transient(DeliveryFault(.unreachable))
        case .lost: self = .unknown(DeliveryFault(.connectionLost))
        case .timedOut: self = .unknown(DeliveryFault(.timeout))
        case .unreadable: self = .unknown(DeliveryFault(.foreignAnswer))
        }
    }

    private init(status: Int, retryAfter: Duration?, role: OutboxRole) {
        func fault(_ category: DeliveryFault.Category) -> DeliveryFault {
            DeliveryFault(category, code: status, retryAfter: retryAfter)
        }
        switch status {
        case 200..<300: self = .success(nil)
        case 401: self = .authRequired
        case 403: self = .permanent(fault(.forbidden))
        case 404, 410: self = .permanent(fault(.notFound))
        case 408: self = .unknown(fault(.timeout))
        case 409 where role == .closes: self = .success(nil)
        case 409: self = .permanent(fault(.conflict))
        case 413: self = .permanent(fault(.tooLarge))
        case 425: self = .transient(fault(.unavailable))
        case 429: self = .transient(fault(.throttled))
        case 400..<500: self = .permanent(fault(.invalid))
        case 502, 503, 504: self = .unknown(fault(.unavailable))
        // What stands between says it of the network: the server has not answered.
        case 511: self = .unknown(fault(.foreignAnswer))
        case 500..<600: self = .unknown(fault(.serverError))
        // A redirect of ours does not exist: this is somebody else's page.
        default: self = .unknown(fault(.foreignAnswer))
        }
    }

    private init(_ error: RPCError, role: OutboxRole) {
        let retryAfter = error.data.retryAfterMilliseconds.map { Duration.milliseconds(max($0, 0)) }
        func fault(_ category: DeliveryFault.Category) -> DeliveryFault {
            DeliveryFault(category, code: error.code.rawValue, retryAfter: retryAfter)
        }
        switch error.code {
        case .unauthenticated: self = .authRequired
        case .rateLimited: self = .transient(fault(.throttled))
        case .unavailable where error.data.outcome == RPCError.Outcome.none: self = .transient(fault(.unavailable))
        case .unavailable: self = .unknown(fault(.unavailable))
        case .internalError: self = .unknown(fault(.serverError))
        case .conflict where role == .closes: self = .success(nil)
        case .conflict: self = .permanent(fault(.conflict))
        case .forbidden: self = .permanent(fault(.forbidden))
        case .notFound: self = .permanent(fault(.notFound))
        case .tooLarge: self = .permanent(fault(.tooLarge))
        // A code of a later release: its own word on trying again, which must end some time.
        default: self = error.data.isRetryable ? .unknown(fault(.serverError)) : .permanent(fault(.invalid))
        }
    }
}
