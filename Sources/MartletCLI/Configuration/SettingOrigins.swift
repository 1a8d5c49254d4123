// SPDX-License-Identifier: Apache-2.0

import Configuration
import Synchronization

/// Notes while settings are read which source each of them came from.
final class SettingOrigins: AccessReporter {
    private let sources: [SettingOrigin]
    private let found = Mutex<[String: SettingOrigin]>([:])

    /// - Parameter sources: What the reader's providers are, in their order.
    init(sources: [SettingOrigin]) {
        self.sources = sources
    }

    /// Where the setting of that key was decided.
    subscript(key: String) -> SettingOrigin {
        self.found.withLock { $0[key] } ?? .standard
    }

    func report(_ event: AccessEvent) {
        let index = event.providerResults.firstIndex { result in
            switch result.result {
            case .success(let lookup): lookup.value != nil
            case .failure: true
            }
        }
        guard let index, index < self.sources.count else { return }
        let key = event.metadata.key.components.joined(separator: ".")
        self.found.withLock { $0[key] = self.sources[index] }
    }
}
