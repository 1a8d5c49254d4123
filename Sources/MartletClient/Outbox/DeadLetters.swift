// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

/// The durable calls that were given up: to be looked at, tried again, discarded or carried elsewhere.
///
/// Those of who uses the client now; the newest 50 are kept, with what they say, and those that newer ones displaced
/// are counted. The server is told how many there are and why, and nothing of what they say.
public struct DeadLetters: Sendable {
    let martlet: Martlet

    /// The calls that were given up, newest first, without what they say.
    /// - Parameter limit: How many at most.
    /// - Returns: The calls.
    /// - Throws: Why nobody knows who calls, or ``/MartletWire/RPCError/Code/unavailable`` if storage cannot be read.
    public func list(limit: Int = 50) async throws(RPCError) -> [AbandonedCall] {
        try await self.reading { outbox throws(OutboxError) in
            try await outbox.deadLetters().prefix(limit).map(AbandonedCall.init)
        }
    }

    /// Tries a call again, under its old key; an end that was given up with its beginning comes along.
    /// - Parameter id: Its ``AbandonedCall/id``.
    /// - Throws: ``/MartletWire/RPCError/Code/notFound``; ``/MartletWire/RPCError/Code/conflict`` if it may have had its
    ///   effect, or if it ends what was given up.
    public func retry(_ id: Int64) async throws(RPCError) {
        try await self.reading { outbox throws(OutboxError) in try await outbox.retry(OutboxItemID(rawValue: id)) }
    }

    /// Removes a call for good.
    /// - Parameter id: Its ``AbandonedCall/id``.
    /// - Throws: ``/MartletWire/RPCError/Code/notFound``.
    public func discard(_ id: Int64) async throws(RPCError) {
        try await self.reading { outbox throws(OutboxError) in try await outbox.discard(OutboxItemID(rawValue: id)) }
    }

    /// The calls with what they say, one JSON object each, newest first: a person's own data, to be kept like it.
    public func export() async throws(RPCError) -> [String] {
        let letters = try await self.reading { outbox throws(OutboxError) in try await outbox.deadLetters() }
        do {
            return try letters.map { String(decoding: try WireEncoder().encode($0), as: UTF8.self) }
        } catch {
            throw RPCError(.internalError, "a dead letter cannot be written as JSON")
        }
    }

    /// Tells the server how many there are and why.
    ///
    /// A client tells it by itself along with its next durable call; this is for whoever makes none.
    /// - Throws: ``/MartletWire/RPCError/Code/unavailable`` if the server did not hear.
    public func report() async throws(RPCError) {
        let isHeard = try await self.reading { outbox throws(OutboxError) in try await outbox.report() }
        guard isHeard else {
            throw RPCError(.unavailable, "the server did not hear", data: .init(isRetryable: true, outcome: .unknown))
        }
    }

    private func reading<Answer: Sendable>(
        _ body: (any DurableOutbox) async throws(OutboxError) -> Answer
    ) async throws(RPCError) -> Answer {
        let outbox = self.martlet.outbox(of: try await self.martlet.account())
        do throws(OutboxError) {
            return try await body(outbox)
        } catch {
            throw RPCError(error)
        }
    }
}

extension Martlet {
    /// The durable calls that were given up.
    public var deadLetters: DeadLetters { DeadLetters(martlet: self) }

    /// The durable calls that wait to be sent or are on their way, in their order.
    /// - Throws: Why nobody knows who calls, or ``/MartletWire/RPCError/Code/unavailable`` if storage cannot be read.
    public func waitingCalls() async throws(RPCError) -> [WaitingCall] {
        let outbox = self.outbox(of: try await self.account())
        do throws(OutboxError) {
            return try await outbox.waiting().map(WaitingCall.init)
        } catch {
            throw RPCError(error)
        }
    }
}
