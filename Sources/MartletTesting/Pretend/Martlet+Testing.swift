// SPDX-License-Identifier: Apache-2.0

public import MartletClient

extension Martlet {
    /// Follows as ``/MartletClient/Martlet/follow(modes:platform:_:)`` does, while a test decides when time passes and
    /// what chance brings.
    public func follow(
        on clock: ManualClock,
        seed: UInt64 = 1,
        modes: ModePreferences = ModePreferences(),
        platform: (any PlatformProbe)? = nil,
        _ handle: (FeedUpdate) async throws -> Void
    ) async throws {
        try await self.follow(
            settings: modes.settings,
            platform: platform,
            clock: clock,
            chance: SeededGenerator(seed: seed),
            handle
        )
    }

    /// Returns when the client stands so.
    /// - Throws: `CancellationError` if the task is cancelled first.
    @discardableResult
    public func reached(_ condition: (ClientStatus) -> Bool) async throws -> ClientStatus {
        for await status in self.statusUpdates where condition(status) { return status }
        throw CancellationError()
    }
}
