// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Synchronization

/// A bounded memory that any event loop may ask.
package final class Remembered<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let memory: Mutex<RecentlyUsed<Key, Value>>

    package init(limit: Int) {
        self.memory = Mutex(RecentlyUsed(limit: limit))
    }

    /// What is remembered under the key.
    package func value(for key: Key) -> Value? {
        self.memory.withLock { $0.value(for: key) }
    }

    /// Remembers something.
    package func insert(_ value: Value, for key: Key) {
        self.memory.withLock { $0.insert(value, for: key) }
    }
}
