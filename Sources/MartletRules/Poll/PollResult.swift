// SPDX-License-Identifier: Apache-2.0

/// How a poll ended.
package enum PollResult: Hashable, Sendable {
    /// The server answered, and all of it was applied.
    case page(hasEvents: Bool, hasMore: Bool)
    /// It answered with a status other than 200.
    case refused(RefusalStatus, hint: Duration? = nil)
    /// There was no answer in time.
    case unreachable
    /// The answer could not be understood.
    case malformed

    /// What went wrong, if anything did.
    package var fault: SourceFault? {
        switch self {
        case .page: nil
        case .refused(let status, _): .refused(status)
        case .unreachable: .network
        case .malformed: .invalidData
        }
    }

    /// How long the server asked to be left alone.
    var hint: Duration? {
        if case .refused(_, let hint) = self { hint } else { nil }
    }
}
