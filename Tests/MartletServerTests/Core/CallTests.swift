// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletStore
import MartletWire
import Synchronization
import Testing

@Suite struct CallTests {
    private struct Unheard: Method {
        typealias Result = Empty
        static let name = MethodName("nest.build")
        static let documentation = MethodDocumentation("Nobody serves this.", callers: "nobody")
    }

    @Test func `an unknown method is answered with its standard code (R3-25)`() async throws {
        try await CoreHarness.run { core in
            let error = try await core.refusal(of: Unheard(), as: 1)
            #expect(error?.code == .methodNotFound)
        }
    }

    @Test func `parameters are refused before anything is written (R3-25)`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let workspace = try await core.workspace(of: ada)
            let start = core.head
            let calls: [(any Method, String)] = [
                (UserCreate(name: "a b"), "name"),
                (UserCreate(name: ""), "name"),
                (WorkspaceCreate(name: " "), "name"),
                (WorkspaceCreate(name: "w", idempotencyKey: String(repeating: "k", count: 65)), "idempotency_key"),
                (WorkspaceMemberAdd(workspaceID: workspace, userID: ada, role: .owner), "role"),
                (ChannelCreate(workspaceID: workspace, kind: .public), "name"),
                (ChannelCreate(workspaceID: workspace, kind: .private, name: "x", peerIDs: [1]), "peer_ids"),
                (ChannelCreate(workspaceID: 0, kind: .public, name: "x"), "workspace_id"),
                (ChannelList(workspaceID: workspace, limit: 201), "limit"),
                (SyncCatchUp(page: 0), "page"),
            ]
            for (call, field) in calls {
                let error = try await core.refusal(of: call, as: 1)
                #expect(error?.code == .invalidParams && error?.data.field == field, "\(type(of: call).name) \(field)")
            }
            #expect(core.head == start)
        }
    }

    @Test func `a call that fails half way leaves neither change nor event (R3-1)`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let start = core.head
            let answer = Mutex<Swift.Result<[UInt8], RPCError>?>(nil)
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                Handler(HalfWay.self).handle(HalfWay(), for: Caller(userID: ada), under: nil, by: core.core) {
                    outcome in
                    answer.withLock { $0 = outcome }
                    done.resume()
                }
            }
            guard case .failure(let error) = answer.withLock({ $0 }) else {
                Issue.record("the call was not refused")
                return
            }
            #expect(error.code == .internalError && error.data.isRetryable)
            #expect(!"\(error)".contains("nest"), "an error says nothing of what was being done")
            #expect(core.head == start && core.entries(after: start).isEmpty)
            #expect(try await core.call(WorkspaceList(), as: ada).workspaces == [])
        }
    }

    @Test(arguments: [false, true])
    func `what is forwarded twice under one key takes effect once, and is nobody's cause`(isBatch: Bool) async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let workspace = try await core.workspace(of: ada)
            let channel = try await core.channel(in: workspace, of: ada)
            let start = core.head
            func send(_ id: Int, _ more: String = "") -> String {
                """
                {"jsonrpc":"2.0","id":\(id),"method":"message.send","params":{"channel_id":\(channel),"body":"said"\(more)}}
                """
            }
            let keyed = send(3, #","idempotency_key":"own""#)
            let body = isBatch ? "[\(send(1)),\(send(2)),\(keyed)]" : send(1)
            var call = ForwardedCall(caller: Caller(userID: ada), body: Array(body.utf8))
            call.key = "edge.7"
            let first = try await core.answer(to: call)
            let second = try await core.answer(to: call)
            #expect(first == second)
            let sent = core.entries(after: start).filter { $0.name == "message.created" }
            let causes = sent.map { String(decoding: $0.event, as: UTF8.self).contains("cause") }
            #expect(causes == (isBatch ? [false, false, true] : [false]))
            call.key = "edge.8"
            #expect(try await core.answer(to: call) != first)
        }
    }

    @Test func `whoever hears of a commit may call again before it is answered (R3-2)`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let inner = Mutex<WorkspaceID?>(nil)
            let calls = Mutex(0)
            await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
                core.core.followers.add("recursive") { _ in
                    guard
                        calls.withLock({ count in
                            count += 1
                            return count == 1
                        })
                    else { return }
                    core.core.call(WorkspaceCreate(name: "Inner"), for: Caller(userID: ada)) { outcome in
                        let bytes = try? outcome.get()
                        let workspace = bytes.flatMap { try? WireDecoder().decode(Workspace.self, from: $0) }
                        inner.withLock { $0 = workspace?.id }
                        done.resume()
                    }
                }
                core.core.call(WorkspaceCreate(name: "Outer"), for: Caller(userID: ada)) { _ in }
            }
            core.core.followers.remove("recursive")
            #expect(inner.withLock { $0 } == 2)
        }
    }
}

/// A call that writes, appends, and then fails as no call should.
private struct HalfWay: Mutation {
    typealias Result = Empty
    static let name = MethodName("half.way")
    static let documentation = MethodDocumentation("Fails.", callers: "nobody")
    var idempotencyKey: String?

    struct Broken: Error { var secret = "nest" }

    func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Empty {
        let workspace = try transaction.addWorkspace(name: "w", owner: caller.userID)
        let seq = try transaction.append(to: .user(caller.userID), WorkspaceAdded(workspace: workspace))
        try transaction.beginMembership(
            Member(
                key: .workspace(workspace.id),
                user: caller.userID,
                begin: seq,
                role: "owner",
                joinedAt: transaction.now
            )
        )
        throw Broken()
    }
}
