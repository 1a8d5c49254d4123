// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import NIOHTTP1
import Testing

/// A client that is followed gives the courier its signals by itself: R0-8, R0-16, R2-12.
@Suite(.timeLimit(.minutes(2)))
struct CredentialSharingTests {
    /// Says who a token belongs to: `t-8` is user 8's.
    private static func whoIs(_ body: String, _ head: HTTPRequestHead) -> (HTTPResponseStatus, String) {
        let number = head.headers["Authorization"].first?.split(separator: "-").last.flatMap { Int64($0) } ?? 0
        let id = UserID(rawValue: number)
        let user = User(id: id, name: "a", displayName: "A", status: .online, createdAt: 0)
        let result = (try? WireEncoder().encode(user)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
        return (.ok, #"{"jsonrpc":"2.0","id":1,"result":\#(result)}"#)
    }

    private static func words(_ line: String?) -> [String] {
        (line ?? "").split(separator: " ").map { String($0) }
    }

    @Test func `receivers get the credentials of who follows, and those of the next when users switch`() async throws {
        let receiver = RecordingReceiver()
        let receivers: [String: any CredentialReceiver] = ["extension": receiver]
        try await FakeServer.serving { server in
            server.script.call { Self.whoIs($0, $1) }
            try await FeedRun.following(server.url, as: .token("t-7")) { run in
                run.martlet.shareCredentials(with: receivers, as: "app")
                try await server.socket().send(.hello(.at(5)))
                let first = Self.words(await receiver.next())
                #expect(first.dropLast() == ["keep", "7", "t-7"])
                async let switched: Void = run.martlet.switchUser(to: .token("t-8"), as: 8)
                try await server.socket().send(.hello(.at(7)))
                try await switched
                // Whoever is told to forget may be told so after the next has signed in.
                var heard = [Self.words(await receiver.next())]
                heard.append(Self.words(await receiver.next()))
                let forgotten = heard.first { $0.first == "forget" } ?? []
                let next = heard.first { $0.first == "keep" } ?? []
                #expect(forgotten.dropLast() == ["forget", "7"])
                #expect(next.dropLast() == ["keep", "8", "t-8"])
                let generations = [first, forgotten, next].compactMap { $0.last.flatMap { Int($0) } }
                #expect(generations.count == 3)
                #expect(generations == generations.sorted())
                #expect(generations.first != generations.last)
            }
        }
    }
}
