// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct IdempotencyTests {
    @Test func `a repeated call has one effect and the same answer (R3-28)`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let call = WorkspaceCreate(name: "Ornithology", idempotencyKey: "k1")
            let first = try await core.call(call, as: ada)
            let start = core.head
            #expect(try await core.call(call, as: ada) == first)
            #expect(core.head == start)
            #expect(try await core.heard(by: ada).first?.cause?.key == "k1", "the event says which call caused it")
        } afterRestart: { core in
            let again = try await core.call(WorkspaceCreate(name: "Ornithology", idempotencyKey: "k1"), as: 2)
            #expect(again.id == 1)
        }
    }

    @Test func `a key with other parameters is refused (R3-28)`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            _ = try await core.call(WorkspaceCreate(name: "Ornithology", idempotencyKey: "k1"), as: ada)
            let start = core.head
            let error = try await core.refusal(of: WorkspaceCreate(name: "Botany", idempotencyKey: "k1"), as: ada)
            #expect(error?.code == .conflict && error?.data.field == "idempotency_key")
            #expect(core.head == start)
        }
    }

    @Test func `keys belong to a caller and a method (R3-28)`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let one = try await core.call(WorkspaceCreate(name: "Ornithology", idempotencyKey: "k1"), as: ada)
            let other = try await core.call(WorkspaceCreate(name: "Ornithology", idempotencyKey: "k1"), as: ben)
            #expect(one.id != other.id)
            let call = ChannelCreate(workspaceID: one.id, kind: .public, name: "swifts", idempotencyKey: "k1")
            #expect(try await core.call(call, as: ada).name == "swifts")
        }
    }

    @Test func `the same key twice at once has one effect (R3-28)`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let ids = try await withThrowingTaskGroup(of: WorkspaceID.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await core.call(WorkspaceCreate(name: "Ornithology", idempotencyKey: "k1"), as: ada).id
                    }
                }
                return try await group.reduce(into: Set<WorkspaceID>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await core.names(heardBy: ada) == ["workspace.added"])
        }
    }

    @Test func `a refused call leaves its key free`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada)
            let call = ChannelCreate(workspaceID: workspace, kind: .public, name: "swifts", idempotencyKey: "k1")
            #expect(try await core.refusal(of: call, as: ben)?.code == .notFound)
            _ = try await core.call(WorkspaceMemberAdd(workspaceID: workspace, userID: ben), as: ada)
            #expect(try await core.call(call, as: ben).name == "swifts")
        }
    }
}
