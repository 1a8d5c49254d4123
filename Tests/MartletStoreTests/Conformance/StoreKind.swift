// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire
import Testing

/// One kind of store that must pass the conformance kit: every test of it runs once for each kind.
struct StoreKind: Sendable, CustomTestStringConvertible {
    /// How it is called in a test's name.
    let testDescription: String
    /// Makes an empty place for a store of this kind.
    let makePlace: @Sendable () throws -> any StorePlace

    /// Every kind that can be tested on this machine.
    static let all: [StoreKind] = [.sqlite] + Self.whereAvailable
}

/// Somewhere that one store at a time lives, and outlives being closed.
protocol StorePlace: Sendable {
    /// Opens the store, as a server's start does.
    ///
    /// - Parameters:
    ///   - epoch: The new term's token.
    ///   - clock: The wall clock.
    ///   - committed: Told of entries once they are durable.
    /// - Returns: The store.
    /// - Throws: ``StoreError``.
    func open(
        epoch: Epoch,
        clock: @escaping @Sendable () -> Timestamp,
        committed: @escaping @Sendable ([LogEntry]) -> Void
    ) async throws -> any Store

    /// Removes everything.
    func remove()
}
