// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// One poll: asks for what follows a position, and hands on what comes.
struct PollRequest: Sendable {
    /// What the way there and back may take beside the server's wait.
    private static let patience: Duration = .seconds(10)

    let server: ServerPort
    let identity: Identity
    let wait: Milliseconds
    let need: Credentials.TokenNeed
    let date: @Sendable () -> Timestamp

    /// Polls once.
    /// - Parameters:
    ///   - reception: Where the stream stands; then, what became of it.
    ///   - hand: Takes each thing in turn.
    /// - Returns: How it ended.
    /// - Throws: What `hand` throws.
    func poll(
        _ reception: inout Reception,
        _ hand: (SourceReport) async throws -> Void
    ) async throws -> PollResult {
        let answer: HTTPAnswer
        do throws(RPCError) {
            let headers = try await self.identity.credentials.headers(for: self.need)
            answer = try await self.server.caller.read(
                Self.route(after: reception.resumePoint, wait: self.wait),
                headers: headers,
                within: self.wait.duration + Self.patience
            )
        } catch {
            return error.code == .unauthenticated ? .refused(.unauthorized) : .unreachable
        }
        guard answer.status == 200 else {
            return .refused(RefusalStatus(rawValue: answer.status), hint: answer.hint(at: self.date()))
        }
        guard let page = try? WireDecoder().decode(LongPollPage.self, from: answer.body) else { return .malformed }
        try await Self.take(page, into: &reception, hand)
        return .page(hasEvents: !page.events.isEmpty, hasMore: page.hasMore)
    }

    private static func take(
        _ page: LongPollPage,
        into reception: inout Reception,
        _ hand: (SourceReport) async throws -> Void
    ) async throws {
        let end = Position(epoch: page.epoch, seq: page.seq)
        var answered = reception
        let opening = answered.answered(page, isAsked: reception.resumePoint != nil)
        switch opening {
        case .goesOn: break
        case .begins: try await hand(.begins(at: answered.position ?? end))
        case .resync(let reason): try await hand(.resync(reason, at: end))
        }
        // Only now: whoever is stopped before the application has loaded afresh must be told again.
        reception = answered
        for event in page.events {
            guard let seq = event.seq else {
                try await hand(.event(event, then: nil))
                continue
            }
            guard reception.received(seq) else { continue }
            var applied = reception
            applied.applied(seq)
            try await hand(.event(event, then: applied.resumePoint))
            reception = applied
        }
        try await hand(.advanced(to: reception.resumePoint ?? end))
    }

    private static func route(after position: Position?, wait: Milliseconds) -> String {
        let route = "/v1/events?wait_ms=\(wait.rawValue)"
        return position.map { "\(route)&since=\($0.seq)&epoch=\($0.epoch.queryValue)" } ?? route
    }
}
