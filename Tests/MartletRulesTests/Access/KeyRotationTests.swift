// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct KeyRotationTests {
    @Test func `unknown keys cost the issuer one request a minute, however many are named`() {
        var rotation = KeyRotation<ManualInstant>()
        #expect(rotation.keyMissed(at: 0) == .fetch)
        for second in Int64(0)..<60 { #expect(rotation.keyMissed(at: ManualInstant(.seconds(second))) == .keep) }
        #expect(rotation.keyMissed(at: 60) == .fetch)
        #expect(rotation.keyMissed(at: 60) == .keep)
    }

    @Test func `keys that were just fetched for another reason are recent enough`() {
        var rotation = KeyRotation<ManualInstant>()
        rotation.fetchStarted(at: 10)
        #expect(rotation.keyMissed(at: 69) == .keep)
        #expect(rotation.keyMissed(at: 70) == .fetch)
    }
}
