// SPDX-License-Identifier: Apache-2.0

/// Decides what the refusals of one polling source call for.
///
/// A token is renewed once; the next answer tells whether that helped.
struct PollRefusals: Hashable, Sendable {
    enum Verdict: Hashable, Sendable {
        case tryAgain
        case refreshToken
        case stop(SourceVerdict)
    }

    private var hasRefreshed = false

    /// Decides what a poll that brought no page means.
    mutating func ended(_ result: PollResult) -> Verdict {
        switch result {
        case .page, .unreachable, .malformed:
            return .tryAgain
        case .refused(.unauthorized, _) where !self.hasRefreshed:
            self.hasRefreshed = true
            return .refreshToken
        case .refused(let status, _):
            if status.mayPass { return .tryAgain }
            let concernsClient = status == .unauthorized || status == .forbidden
            return .stop(concernsClient ? .halted(.refused(status)) : .blocked(.refused(status)))
        }
    }

    /// Notes that the server answered as it should.
    mutating func succeeded() {
        self.hasRefreshed = false
    }
}
