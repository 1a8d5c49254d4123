// SPDX-License-Identifier: Apache-2.0

import MartletServer
import Synchronization

/// An issuer's keys that change when a test says so.
final class FixedKeys: VerificationKeys {
    private let keys: Mutex<(current: KeySet, next: KeySet?, misses: Int)>

    /// Has these keys, and others after the first miss.
    init(_ current: KeySet, next: KeySet? = nil) {
        self.keys = Mutex((current, next, 0))
    }

    /// How often a token named a key that was not there.
    var misses: Int { self.keys.withLock { $0.misses } }

    var current: KeySet { self.keys.withLock { $0.current } }

    /// Changes the keys as a rotation does.
    func rotate(to next: KeySet) {
        self.keys.withLock { keys in
            let generation = keys.current.generation + 1
            keys.current = next
            keys.current.generation = generation
        }
    }

    func afterMiss() async -> KeySet {
        if let next = self.keys.withLock({ $0.next }) { self.rotate(to: next) }
        return self.keys.withLock { keys in
            keys.misses += 1
            return keys.current
        }
    }
}
