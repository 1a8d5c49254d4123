// SPDX-License-Identifier: Apache-2.0

package import MartletRules
public import MartletWire

extension Martlet {
    /// Stays in step with the server until the task is cancelled: events come in, what waits goes out.
    ///
    /// Streams, falls back to polling, and recovers by itself; goes on where the last run stood, in whatever process
    /// that was (see ``Storage``). What goes wrong is told by ``statusUpdates``, and ends nothing: not even a handler
    /// that throws, which counts as having applied an event, and is told of a resync again after a while.
    /// - Parameters:
    ///   - modes: How events come in which circumstances.
    ///   - platform: What tells of network and lifecycle, unless the application does.
    ///   - handle: Given one thing after the other; the position advances when it returns.
    /// - Throws: `CancellationError`, or ``/MartletWire/RPCError`` if nobody knows who calls and the server refuses to
    ///   say, or if the client is followed already.
    public func follow(
        modes: ModePreferences = ModePreferences(),
        platform: (any PlatformProbe)? = nil,
        _ handle: (FeedUpdate) async throws -> Void
    ) async throws {
        try await self.follow(
            settings: modes.settings,
            platform: platform,
            clock: ContinuousClock(),
            chance: SystemRandomNumberGenerator(),
            handle
        )
    }

    /// Stays in step, with a handler for each kind of event.
    /// - Parameters:
    ///   - handlers: What to do with what comes.
    ///   - modes: How events come in which circumstances.
    ///   - platform: What tells of network and lifecycle, unless the application does.
    /// - Throws: As with one handler for everything.
    public func follow(
        _ handlers: EventHandlers,
        modes: ModePreferences = ModePreferences(),
        platform: (any PlatformProbe)? = nil
    ) async throws {
        try await self.follow(modes: modes, platform: platform) { try await handlers($0) }
    }

    /// Follows under a clock and with chances of a test's own.
    package func follow<Time: Clock>(
        settings: ModeSettings = ModeSettings(),
        platform: (any PlatformProbe)? = nil,
        clock: Time,
        chance: some RandomNumberGenerator & Sendable,
        _ handle: (FeedUpdate) async throws -> Void
    ) async throws where Time.Duration == Duration {
        guard self.switches.open() else { throw RPCError(.conflict, "this client is followed already") }
        defer {
            self.switches.close()
            self.inlet.forgetSwitches()
        }
        var runner = FeedRunner(self, settings: settings, platform: platform, clock: clock, chance: chance)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.desk.run(for: self) }
            defer { group.cancelAll() }
            try await runner.run(handle)
        }
    }

    /// Streams the caller's events over sockets and nothing else, across as many connections as it takes; for tools.
    ///
    /// Resumes by itself after a loss, a restart or a deploy, without losing or repeating a logged event; says
    /// ``StreamUpdate/resync(_:)`` when that is not possible. It keeps no position: leaving, by throwing from `handle`
    /// or by cancelling the task, forgets it.
    /// - Parameters:
    ///   - start: Where to begin.
    ///   - handle: Told of everything, one thing after the other; the position advances when it returns.
    /// - Throws: ``StreamError`` when the server says to stay away, `CancellationError`, or what `handle` throws.
    public func stream(
        from start: StreamStart = .live,
        _ handle: (StreamUpdate) async throws -> Void
    ) async throws {
        try await self.stream(from: start, clock: ContinuousClock(), chance: SystemRandomNumberGenerator(), handle)
    }

    /// Streams under a clock and with chances of a test's own.
    package func stream<Time: Clock>(
        from start: StreamStart,
        clock: Time,
        chance: some RandomNumberGenerator,
        _ handle: (StreamUpdate) async throws -> Void
    ) async throws where Time.Duration == Duration {
        var follower = Follower(
            self.server,
            as: self.identity,
            from: start.reception,
            startSeq: start.seq,
            clock: clock,
            chance: chance
        )
        try await follower.run { report in
            if let update = report.update { try await handle(update) }
        }
    }

    /// Whether the server takes work: what `/readyz` says.
    /// - Returns: The HTTP status; 200 if it does.
    /// - Throws: ``/MartletWire/RPCError/Code/unavailable`` if there is no answer.
    public func readiness() async throws(RPCError) -> Int {
        try await self.server.caller.status(of: "/readyz", headers: [])
    }
}

extension StreamStart {
    fileprivate var reception: Reception {
        if case .after(let position) = self { Reception(from: position) } else { Reception() }
    }

    fileprivate var seq: Seq? {
        if case .seq(let seq) = self { seq } else { nil }
    }
}
