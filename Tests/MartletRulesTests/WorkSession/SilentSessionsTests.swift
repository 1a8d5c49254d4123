// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

struct SilentSessionsTests {
    private typealias Silence = SilentSessions<ManualInstant>

    private static func sign(_ session: WorkSessionID, _ count: Int64 = 1) -> Silence.Sign {
        Silence.Sign(session, count: count)
    }

    private var silence = Silence(patience: .seconds(180))

    @Test mutating func `a session is silent once nothing was heard of it for as long as that takes`() {
        #expect(self.silence.listed([Self.sign(1)], at: 0) == [])
        #expect(self.silence.listed([Self.sign(1)], at: ManualInstant(.seconds(179))) == [])
        #expect(self.silence.listed([Self.sign(1)], at: ManualInstant(.seconds(180))) == [Self.sign(1)])
        #expect(
            self.silence.listed([Self.sign(1)], at: ManualInstant(.seconds(190))) == [Self.sign(1)],
            "not ended yet"
        )
    }

    @Test mutating func `a sign of life begins the silence anew`() {
        _ = self.silence.listed([Self.sign(1)], at: 0)
        _ = self.silence.listed([Self.sign(1, 2)], at: ManualInstant(.seconds(170)))
        #expect(self.silence.listed([Self.sign(1, 2)], at: ManualInstant(.seconds(349))) == [])
        #expect(self.silence.listed([Self.sign(1, 2)], at: ManualInstant(.seconds(350))) == [Self.sign(1, 2)])
    }

    @Test mutating func `who was never listened to before has just been heard`() {
        let start = ManualInstant(.seconds(1_000_000))
        #expect(self.silence.listed([Self.sign(1), Self.sign(2)], at: start) == [])
    }

    @Test mutating func `what is over is forgotten`() {
        _ = self.silence.listed([Self.sign(1), Self.sign(2)], at: 0)
        _ = self.silence.listed([Self.sign(2)], at: 1)
        #expect(self.silence.count == 1)
    }
}
