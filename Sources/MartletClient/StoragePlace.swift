// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// A ``Storage``, opened.
struct StoragePlace: Sendable {
    let positions: any PositionStorage
    /// One account's outbox there.
    let outbox: @Sendable (Account) -> any OutboxStorage
    /// How far one account's work has come.
    let work: @Sendable (Account) -> any WorkLedger
    /// A name for this installation; nil where nothing outlives the process.
    let installation: String?

    /// Opens it; blocks while files are checked.
    init(_ storage: Storage, limits: OutboxLimits, at now: Timestamp) throws(RPCError) {
        switch storage.place {
        case .memory:
            self.positions = MemoryPositions()
            self.outbox = { _ in MemoryOutbox(limits: limits) }
            self.work = { _ in MemoryWorkLedger() }
            self.installation = nil
        case .directory(let path):
            do {
                self.positions = try PositionFile(in: path)
                let file = try OutboxFile(in: path, at: now)
                self.outbox = { file.storage(for: $0.name, limits: limits) }
                self.work = { file.storage(for: $0.name, limits: limits) }
                self.installation = file.installation
            } catch let error as OutboxError {
                throw .invalid("storage", error.message)
            } catch let error as PositionError {
                throw .invalid("storage", error.description)
            } catch {
                throw .invalid("storage", "cannot be opened")
            }
        }
    }
}
