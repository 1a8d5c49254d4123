// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Hands one value from one thread to another that blocks for it.
final class OneShot<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let gate = DispatchSemaphore(value: 0)

    func set(_ value: Value) {
        self.value.withLock { $0 = value }
        self.gate.signal()
    }

    func wait() -> Value {
        self.gate.wait()
        guard let value = self.value.withLock({ $0 }) else { preconditionFailure("signalled without a value") }
        return value
    }
}
