// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire

/// The storages that keep the same promises.
enum StorageKind: CaseIterable, Sendable {
    case memory
    case file

    func make(_ limits: OutboxLimits = OutboxLimits()) throws -> any OutboxStorage {
        switch self {
        case .memory: MemoryOutbox(limits: limits)
        case .file: try OutboxFile(in: OutboxPlace().path, at: 0).storage(for: "ann", limits: limits)
        }
    }
}
