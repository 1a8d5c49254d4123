// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Synchronization
import Testing

@Suite struct TypingTests {
    @Test func `typing is relayed to the others in the channel and never stored (R3-18)`() async throws {
        try await Talk.run { talk in
            let relayed = Relayed(from: talk.core.core)
            let head = talk.core.head
            _ = try await talk.core.call(TypingRelay(channelID: talk.channel, state: .start), as: talk.ada)
            _ = try await talk.core.call(TypingRelay(channelID: talk.channel, state: .stop), as: talk.ben)
            #expect(talk.core.head == head)
            let audiences = [talk.ada, talk.ben].map { Audience(channels: [talk.channel], except: [$0]) }
            #expect(relayed.all.map(\.audience) == audiences)
            let typing = try WireDecoder().decode(EventFrame.self, from: relayed.all[0].event)
            #expect(
                typing.event == .known(Typing(channelID: talk.channel, userID: talk.ada, state: .start))
            )
            #expect(typing.seq == nil)
            let outside = TypingRelay(channelID: talk.channel, state: .start)
            #expect(try await talk.core.refusal(of: outside, as: talk.cleo)?.code == .forbidden)
            #expect(relayed.all.count == 2)
        }
    }

    @Test func `what comes too fast is answered and not relayed (R3-18)`() async throws {
        try await Talk.run { talk in
            let relayed = Relayed(from: talk.core.core)
            let began = ContinuousClock.now
            for _ in 0..<12 {
                _ = try await talk.core.call(TypingRelay(channelID: talk.channel, state: .start), as: talk.ada)
            }
            // One more passes each two seconds that all this has taken.
            let more = Int((ContinuousClock.now - began) / .seconds(2)) + 1
            #expect((5...(5 + more)).contains(relayed.all.count))
            _ = try await talk.core.call(TypingRelay(channelID: talk.channel, state: .start), as: talk.ben)
            #expect(relayed.all.last?.audience.except == [talk.ben], "each person has an allowance of their own")
        }
    }
}

/// What a core published that has no place in the log.
private final class Relayed: Sendable {
    private let relayed = Mutex<[Ephemeral]>([])

    var all: [Ephemeral] { self.relayed.withLock { $0 } }

    init(from core: Core) {
        core.followers.add("typing") { [weak self] news in
            guard case .ephemeral(let ephemeral) = news else { return }
            self?.relayed.withLock { $0.append(ephemeral) }
        }
    }
}
