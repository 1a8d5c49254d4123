// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Testing

/// R3-28.
@Suite struct IdempotencyDecisionTests {
    private let stored = IdempotencyDecision<[UInt8]>.Stored(digest: [1, 2], reply: [7])

    @Test func `R3-28: a new key is carried out`() {
        #expect(IdempotencyDecision<[UInt8]>(stored: nil, digest: [1, 2]) == .first)
    }

    @Test func `R3-28: the same call under the same key is answered as before`() {
        #expect(IdempotencyDecision(stored: self.stored, digest: [1, 2]) == .replay([7]))
    }

    @Test func `R3-28: another call under the same key is a conflict`() {
        #expect(IdempotencyDecision(stored: self.stored, digest: [1, 3]) == .conflict)
        #expect(IdempotencyDecision(stored: self.stored, digest: []) == .conflict)
    }
}
