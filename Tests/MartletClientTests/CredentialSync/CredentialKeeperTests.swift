// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import Synchronization
import Testing

@Suite struct CredentialKeeperTests {
    private let alice = CredentialOwner(server: "https://chat.example.org", user: "2", client: "app")

    private func delivery(_ token: String, _ generation: UInt64) -> CredentialDelivery {
        CredentialDelivery(owner: self.alice, token: token, generation: generation)
    }

    @Test func `R0-7: however many ask at once, the storage is read once`() async throws {
        let storage = MemoryStorage()
        let keeper = CredentialKeeper(storage: storage)
        try await keeper.keep(self.delivery("t", 1))
        let restarted = CredentialKeeper(storage: storage)
        let reads = storage.reads
        let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask { try await restarted.token(server: "https://chat.example.org", user: "2") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "t", count: 20))
        #expect(storage.reads == reads + 1)
    }

    @Test func `R0-15, R0-16: a sign-out clears the storage too, and holds across a restart`() async throws {
        let storage = MemoryStorage()
        let keeper = CredentialKeeper(storage: storage)
        try await keeper.keep(self.delivery("hush", 4))
        #expect(try await keeper.token(server: "https://chat.example.org", user: "3") == nil)
        try await keeper.forget(self.alice, generation: 5)
        #expect(try await keeper.token(server: "https://chat.example.org", user: "2") == nil)
        #expect(!storage.text.contains("hush"))
        let restarted = CredentialKeeper(storage: storage)
        await #expect(throws: RPCError.self) { try await restarted.keep(self.delivery("hush", 4)) }
        #expect(try await restarted.token(server: "https://chat.example.org", user: "2") == nil)
        try await restarted.keep(self.delivery("new", 6))
        #expect(try await restarted.token(server: "https://chat.example.org", user: "2") == "new")
    }
}

/// A storage that counts how often it is read.
private final class MemoryStorage: CredentialStorage {
    private let state = Mutex<(bytes: [UInt8]?, reads: Int)>((nil, 0))

    var reads: Int { self.state.withLock { $0.reads } }
    var text: String { self.state.withLock { String(decoding: $0.bytes ?? [], as: UTF8.self) } }

    func load() throws -> [UInt8]? {
        self.state.withLock {
            $0.reads += 1
            return $0.bytes
        }
    }

    func save(_ bytes: [UInt8]) throws {
        self.state.withLock { $0.bytes = bytes }
    }
}
