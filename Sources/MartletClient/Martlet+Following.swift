// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

extension Martlet {
    /// Follows the caller's events, across as many connections as it takes.
    ///
    /// Resumes by itself after a loss, a restart or a deploy, without losing or repeating a logged event; says
    /// ``StreamUpdate/resync(_:)`` when that is not possible. Leaving, by throwing from `handle` or by cancelling the
    /// task, closes the connection.
    /// - Parameters:
    ///   - start: Where to begin.
    ///   - handle: Told of everything, one thing after the other; the position advances when it returns.
    /// - Throws: ``StreamError`` when the server says to stay away, `CancellationError`, or what `handle` throws.
    public func follow(
        from start: StreamStart = .live,
        _ handle: (StreamUpdate) async throws -> Void
    ) async throws {
        try await self.follow(from: start, clock: ContinuousClock(), chance: SystemRandomNumberGenerator(), handle)
    }

    /// Follows under a clock and with chances of a test's own.
    package func follow<Time: Clock>(
        from start: StreamStart,
        clock: Time,
        chance: some RandomNumberGenerator,
        _ handle: (StreamUpdate) async throws -> Void
    ) async throws where Time.Duration == Duration {
        var follower = Follower(self, from: start, clock: clock, chance: chance)
        try await follower.run(handle)
    }

    /// Whether the server takes work: what `/readyz` says.
    /// - Returns: The HTTP status; 200 if it does.
    /// - Throws: ``/MartletWire/RPCError/Code/unavailable`` if there is no answer.
    public func readiness() async throws(RPCError) -> Int {
        try await self.caller.status(of: "/readyz", headers: [])
    }
}
