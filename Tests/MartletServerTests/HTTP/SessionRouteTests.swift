// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import MartletRules
import MartletServer
import MartletWire
import NIOCore
import NIOHTTP1
import Testing

/// `/v1/session` in dev mode, where a person's number is the token.
struct SessionRouteTests {
    private func signIn(_ server: RunningServer, token: String) async throws -> RunningServer.Answer {
        var request = server.request(.POST, "/v1/session")
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: "{\"token\":\"\(token)\"}"))
        return try await server.send(request)
    }

    private func me(_ server: RunningServer, cookie: String) async throws -> RunningServer.Answer {
        var request = server.request(.POST, "/rpc")
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "cookie", value: cookie)
        request.body = .bytes(ByteBuffer(string: #"{"jsonrpc":"2.0","id":1,"method":"user.me","params":{}}"#))
        return try await server.send(request)
    }

    @Test func `a page signs in, acts by its cookie, and signs out`() async throws {
        try await RunningServer.run { server in
            let ada = try await server.call(UserCreate(name: "ada")).id
            let answer = try await signIn(server, token: "\(ada)")
            #expect(answer.status == 200)
            let set = try #require(answer.headers.first(name: "set-cookie"))
            #expect(set.contains("HttpOnly") && set.contains("SameSite=Lax"))
            let cookie = String(set.prefix { $0 != ";" })
            #expect(String(buffer: try await me(server, cookie: cookie).body).contains("\"name\":\"ada\""))

            var out = server.request(.DELETE, "/v1/session")
            out.headers.add(name: "cookie", value: cookie)
            out.headers.add(name: "content-type", value: "application/json")
            let left = try await server.send(out)
            #expect(left.status == 204)
            #expect(left.headers.first(name: "set-cookie")?.contains("Max-Age=0") == true)
            #expect(try await me(server, cookie: cookie).status == 401)
        }
    }

    @Test func `nobody signs in as someone who is not there`() async throws {
        try await RunningServer.run { server in
            let answer = try await signIn(server, token: "77")
            #expect(answer.status == 403)
        }
    }

    @Test func `a media token downloads and does nothing else`() async throws {
        struct SignedIn: Decodable {
            var media_token: String
        }
        try await RunningServer.run { server in
            let ada = try await server.call(UserCreate(name: "ada")).id
            let token = try await signIn(server, token: "\(ada)").decoded(as: SignedIn.self).media_token
            var upload = server.request(.POST, "/v1/media?name=note.txt", as: ada)
            upload.body = .bytes(ByteBuffer(string: "hello"))
            let media = try await server.send(upload).decoded(as: Media.self)
            var download = server.request(.GET, "/v1/media/\(media.id)")
            download.headers.add(name: "authorization", value: "Bearer \(token)")
            #expect(try await server.send(download).status == 200)
            var call = server.request(.POST, "/rpc")
            call.headers.add(name: "authorization", value: "Bearer \(token)")
            call.headers.add(name: "content-type", value: "application/json")
            call.body = .bytes(ByteBuffer(string: #"{"jsonrpc":"2.0","id":1,"method":"user.me","params":{}}"#))
            let answer = try await server.send(call)
            #expect(!String(buffer: answer.body).contains("\"name\":\"ada\""))
        }
    }
}
