// SPDX-License-Identifier: Apache-2.0

import ServiceLifecycle
import Synchronization

/// On from the moment a planned stop begins: the last service of a group is told first.
final class DrainSignal: Service {
    private let state = Mutex(false)

    var isOn: Bool { self.state.withLock { $0 } }

    func run() async throws {
        try await gracefulShutdown()
        self.state.withLock { $0 = true }
    }
}
