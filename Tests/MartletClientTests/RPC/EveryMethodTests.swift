// SPDX-License-Identifier: Apache-2.0

import MartletClient
import NIOHTTP1
import Synchronization
import Testing

@testable import MartletWire

/// The list of what a server answers and the list of what a client can call are one.
@Suite(.timeLimit(.minutes(2)))
struct EveryMethodTests {
    /// The method that a body calls.
    private struct Called: Decodable {
        var method: String
    }

    /// Calls a method with some parameters of its type, and gets back some result of its type.
    private static func call<Call: Method>(_ type: Call.Type, with martlet: Martlet) async throws {
        _ = try await martlet.call(try SchemaProbe.value(type))
    }

    /// What a server might answer to a method.
    private static func answer<Call: Method>(to type: Call.Type) throws -> String {
        String(decoding: try WireEncoder().encode(try SchemaProbe.value(type.Result.self)), as: UTF8.self)
    }

    @Test func `every method of the registry is called and answered by type, and no other`() async throws {
        let called = Mutex<[String]>([])
        try await FakeServer.serving { server in
            server.script.call { body, _ in
                let name = (try? WireDecoder().decode(Called.self, from: Array(body.utf8)).method) ?? ""
                called.withLock { $0.append(name) }
                guard let method = MethodRegistry.standard[name], let answer = try? Self.answer(to: method) else {
                    return (.notFound, "")
                }
                return (.ok, #"{"jsonrpc":"2.0","id":1,"result":\#(answer)}"#)
            }
            let martlet = try Martlet(server: server.url, credentials: .developer(7))
            for method in MethodRegistry.standard.methods {
                do {
                    try await Self.call(method, with: martlet)
                } catch {
                    Issue.record("\(method.name): \(error)")
                }
            }
        }
        #expect(called.withLock { $0 } == MethodRegistry.standard.methods.map { $0.name.rawValue })
        #expect(Set(called.withLock { $0 }).count == MethodRegistry.standard.methods.count)
    }
}
