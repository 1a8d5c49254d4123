// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting

/// A credential sync with a clock, for tests that tell what happens one thing after the other.
struct CredentialSyncStory {
    static let alice = CredentialAccount(server: "https://chat.example.org", user: "2")
    static let bob = CredentialAccount(server: "https://chat.example.org", user: "3")
    static let worker = CredentialReceiverID("worker")
    static let other = CredentialReceiverID("other")

    var sync = CredentialSync<ManualInstant>(generation: 0)
    var chance = FixedGenerator.lowest
    var now = ManualInstant(.zero)
    /// The push that was last asked for.
    private(set) var last: CredentialPush?

    /// Alice is signed in, looks, and a worker has her credentials.
    static func running(
        _ phases: Int,
        settings: CredentialSyncSettings = CredentialSyncSettings(),
        by chance: FixedGenerator = .lowest
    ) -> Self {
        var story = Self()
        story.chance = chance
        var on = CredentialSyncPhases()
        on.foregroundResync = phases >= 1
        on.visibleHeartbeat = phases >= 2
        on.adaptiveBackoff = phases >= 3
        story.happened(.configured(settings, on))
        story.happened(.receiversChanged([Self.worker]))
        story.happened(.signedIn(Self.alice))
        story.ended(.acknowledged)
        story.happened(.foregrounded)
        story.ended(.skipped)
        return story
    }

    @discardableResult
    mutating func happened(_ event: CredentialSync<ManualInstant>.Event) -> [CredentialSync<ManualInstant>.Action] {
        let actions = self.sync.happened(event, at: self.now, using: &self.chance)
        for case .push(let push) in actions { self.last = push }
        return actions
    }

    /// What the last push became.
    @discardableResult
    mutating func ended(_ outcome: CredentialPushOutcome) -> [CredentialSync<ManualInstant>.Action] {
        guard let push = self.last else { return [] }
        return self.happened(.pushed(push, outcome))
    }

    mutating func passed(_ duration: Duration) {
        self.now = self.now.advanced(by: duration)
    }

    /// How long the sync wants to be left alone; nil if for ever.
    var rest: Duration? { self.sync.wake.map { self.now.duration(to: $0) } }

    /// Waits for the next beat.
    /// - Returns: How many pushes it called for.
    mutating func beat() -> Int {
        self.passed(self.rest ?? .zero)
        return self.happened(.timerFired).count
    }
}
