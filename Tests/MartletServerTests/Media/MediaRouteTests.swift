// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import MartletRules
import MartletServer
import MartletWire
import NIOCore
import NIOHTTP1
import Testing

/// `/v1/media`: what goes in comes out, to whoever may have it, and is never run.
struct MediaRouteTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 7, count: 100_000)

    private func upload(
        _ bytes: [UInt8],
        named name: String = "bird.png",
        as user: UserID = 1,
        to server: RunningServer
    ) async throws -> RunningServer.Answer {
        var request = server.request(.POST, "/v1/media?name=\(name)", as: user)
        request.body = .bytes(ByteBuffer(bytes: bytes))
        return try await server.send(request)
    }

    /// Every file under the media folder, unfinished ones included.
    private func files(_ server: RunningServer) -> [String] {
        let root = server.directory + "/media"
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\($0)")) ?? [] }
    }

    @Test func `an upload comes back as it was, with headers that keep it from running`() async throws {
        try await RunningServer.run { server in
            let answer = try await upload(Self.png, to: server)
            #expect(answer.status == 201)
            let media = try answer.decoded(as: Media.self)
            #expect(media.contentType == "image/png" && media.size == Int64(Self.png.count) && media.name == "bird.png")
            let back = try await server.get("/v1/media/\(media.id)")
            #expect(back.status == 200)
            #expect([UInt8](buffer: back.body) == Self.png)
            #expect(back.headers.first(name: "content-type") == "image/png")
            #expect(back.headers.first(name: "x-content-type-options") == "nosniff")
            #expect(back.headers.first(name: "content-security-policy") == "sandbox; default-src 'none'")
            #expect(back.headers.first(name: "cross-origin-resource-policy") == "same-origin")
            #expect(back.headers.first(name: "cache-control")?.hasPrefix("private") == true)
            #expect(back.headers.first(name: "content-disposition")?.hasPrefix("inline") == true)
            #expect(try await server.call(MediaGet(mediaID: media.id)) == media)
        }
    }

    @Test func `part of an upload can be asked for, and the same again is not sent again`() async throws {
        try await RunningServer.run { server in
            let media = try await upload(Self.png, to: server).decoded(as: Media.self)
            let path = "/v1/media/\(media.id)"
            let part = try await server.get(path, [("range", "bytes=1-3")])
            #expect(part.status == 206 && String(buffer: part.body) == "PNG")
            #expect(part.headers.first(name: "content-range") == "bytes 1-3/\(Self.png.count)")
            let end = try await server.get(path, [("range", "bytes=-5")])
            #expect(end.status == 206 && [UInt8](buffer: end.body) == [7, 7, 7, 7, 7])
            let beyond = try await server.get(path, [("range", "bytes=\(Self.png.count)-")])
            #expect(beyond.status == 416)
            #expect(beyond.headers.first(name: "content-range") == "bytes */\(Self.png.count)")
            let tag = try #require(part.headers.first(name: "etag"))
            #expect(try await server.get(path, [("if-none-match", tag)]).status == 304)
            #expect(try await server.get(path, [("range", "bytes=1-3"), ("if-range", "\"other\"")]).status == 200)
            #expect(try await server.get(path, [("range", "bytes=1-3"), ("if-range", tag)]).status == 206)
        }
    }

    @Test func `an upload is read by its uploader, and by others once a message refers to it`() async throws {
        try await RunningServer.run { server in
            let ada = try await server.call(UserCreate(name: "ada")).id
            let bob = try await server.call(UserCreate(name: "bob")).id
            let eve = try await server.call(UserCreate(name: "eve")).id
            let workspace = try await server.call(WorkspaceCreate(name: "Ornithology"), as: ada).id
            _ = try await server.call(WorkspaceMemberAdd(workspaceID: workspace, userID: bob), as: ada)
            let call = ChannelCreate(workspaceID: workspace, kind: .public, name: "swifts")
            let channel = try await server.call(call, as: ada).id
            let media = try await upload(Self.png, as: ada, to: server).decoded(as: Media.self)
            let path = "/v1/media/\(media.id)"
            #expect(try await server.get(path, as: ada).status == 200)
            let hidden = try await server.get(path, as: bob)
            #expect(hidden.status == 404)
            let never = try await server.get("/v1/media/AAAAAAAAAAAAAAAAAAAAAA", as: bob)
            #expect(never.status == 404 && never.error == hidden.error)
            _ = try await server.call(MessageSend(channelID: channel, body: "look", attachments: [media.id]), as: ada)
            #expect(try await server.get(path, as: bob).status == 200)
            #expect(try await server.get(path, as: eve).status == 404)
        }
    }

    @Test func `what is too large is refused and leaves nothing behind`() async throws {
        try await RunningServer.run {
            $0.limits.media = 1000
        } _: { server in
            let known = try await upload(Array(repeating: 1, count: 1001), to: server)
            #expect(known.status == 413 && known.error?.code == .tooLarge && known.error?.data.limit == 1000)
            // A body that does not say its length beforehand.
            var request = server.request(.POST, "/v1/media", as: 1)
            let chunks = AsyncStream<ByteBuffer> { chunks in
                for _ in 0..<3 { chunks.yield(ByteBuffer(repeating: 1, count: 500)) }
                chunks.finish()
            }
            request.body = .stream(chunks, length: .unknown)
            #expect(try await server.send(request).status == 413)
            #expect(try await upload([], to: server).status == 400)
            #expect(files(server).isEmpty)
            #expect(try await upload(Array(repeating: 1, count: 1000), to: server).status == 201)
            #expect(files(server).count == 1)
        }
    }

    @Test func `the same bytes are kept once, under names that say nothing of each other`() async throws {
        try await RunningServer.run { server in
            let first = try await upload(Self.png, to: server).decoded(as: Media.self)
            let second = try await upload(Self.png, to: server).decoded(as: Media.self)
            #expect(first.id != second.id)
            #expect(files(server).count == 1)
            _ = try await server.call(MediaDelete(mediaID: first.id))
            #expect(try await server.get("/v1/media/\(first.id)").status == 404)
            #expect(try await server.get("/v1/media/\(second.id)").status == 200)
        }
    }

    @Test func `markup is saved and not shown`() async throws {
        try await RunningServer.run { server in
            let svg = Array("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".utf8)
            let media = try await upload(svg, named: "..%2Fbird%22%0A.svg", to: server).decoded(as: Media.self)
            #expect(media.name == "bird\".svg")
            let back = try await server.get("/v1/media/\(media.id)")
            #expect(back.headers.first(name: "content-type") == "application/octet-stream")
            let disposition = try #require(back.headers.first(name: "content-disposition"))
            #expect(disposition == "attachment; filename=\"bird_.svg\"; filename*=UTF-8''bird%22.svg")
        }
    }
}

extension RunningServer {
    fileprivate func get(_ path: String, _ headers: [(String, String)]) async throws -> Answer {
        try await self.get(path, as: 1, .init(headers))
    }
}
