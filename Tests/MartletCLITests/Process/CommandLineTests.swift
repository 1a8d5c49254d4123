// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletWire
import Testing

@testable import martlet

/// The binary as people and scripts meet it; each test has a server of its own.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CommandLineTests {
    @Test func `a team can be made and talk by commands alone`() async throws {
        try await LiveServer.serving { server in
            #expect(try await server.json("user create --name ann --display-name Ann")["id"] == 2)
            #expect(try await server.json("user create --name bob")["id"] == 3)
            #expect(try await server.json("workspace create --name Team")["id"] == 1)
            for user in 2...3 {
                _ = try await server.json("workspace member-add --workspace-id 1 --user-id \(user)")
            }
            #expect(
                try await server.json("channel create --workspace-id 1 --kind public --name general", as: 2)["id"] == 1
            )
            _ = try await server.json("channel join --channel-id 1", as: 3)
            let sent = try await server.json("message send --channel-id 1 hello", as: 2)
            guard case .integer(let id) = sent["id"] else { throw Unexpected() }
            let piped = try await server.run("message send --channel-id 1 -", as: 3, input: "two\nlines\n")
            #expect(piped.status == 0, "\(piped.notes)")

            let list = try await server.run("message list --channel-id 1 --limit 50 --since-id \(id - 1)", as: 2)
            let lines = list.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines[0].split(separator: " ").first == "ID")
            #expect(lines[1].contains("hello"))
            #expect(lines[2].contains("two⏎lines"))

            let page = try await server.json("message list --channel-id 1 --limit 1 --since-id \(id - 1)", as: 2)
            #expect(page["has_more"] == true)
            let called = try await server.run("call message.list {\"channel_id\":1,\"limit\":1}", as: 2)
            #expect(called.status == 0 && called.output.hasPrefix(#"{"messages":[{"#))
        }
    }

    @Test func `what goes wrong is a status and a sentence`() async throws {
        try await LiveServer.serving { server in
            let cases: [(line: String, user: Int, status: Int32)] = [
                ("channel get --channel-id 77", 1, 66), ("message send --channel-id 77 x", 1, 66),
                ("workspace create --name {}", 1, 0), ("message list --channel-id 1 --limit 0", 1, 65),
                ("user me", 99, 77), ("call no.such {}", 1, 65), ("call user.me [1]", 1, 64), ("call user.me {", 1, 64),
                ("user me --server http://127.0.0.1:1", 1, 69), ("user me --server x", 1, 65), ("frobnicate", 1, 64),
            ]
            for (line, user, status) in cases {
                let outcome = try await server.run(line, as: user)
                #expect(outcome.status == status, "\(line): \(outcome.notes)")
                #expect(outcome.notes.isEmpty == (status == 0), "\(line): \(outcome.notes)")
                #expect(outcome.output.isEmpty == (status != 0), "\(line)")
            }
        }
    }

    @Test func `a tail tells what happens, ends when asked to, and can be taken up again`() async throws {
        try await LiveServer.serving { server in
            _ = try await server.json("workspace create --name Team")
            _ = try await server.json("channel create --workspace-id 1 --kind public --name general")
            let tail = try server.start("tail --json --logged --from 0")
            var seen: [String] = []
            while seen.last != "channel.added", let line = await tail.output.next() {
                seen.append(try Self.type(of: line))
            }
            #expect(seen.first == "workspace.added")
            _ = try await server.json("message send --channel-id 1 one")
            while seen.last != "message.created", let line = await tail.output.next() {
                seen.append(try Self.type(of: line))
            }
            tail.interrupt()
            #expect(await tail.exit() == 0)
            let note = try #require(await tail.notes.all().split(separator: "\n").last)
            let since = try #require(note.split(separator: " ").last)
            _ = try await server.json("message send --channel-id 1 two")
            let again = try await server.run("tail --json --logged --count 1 --since \(since)")
            #expect(again.status == 0)
            #expect(again.output.contains(#""body":"two""#))
            #expect(again.output.split(separator: "\n").count == 1)
        }
    }

    @Test func `a tail lives through a restart of the server, and misses nothing`() async throws {
        let directory = ScratchDirectory()
        let data = "\(directory.path)/data"
        let first = try await LiveServer.start(data: data)
        let port = try #require(first.url.split(separator: ":").last)
        _ = try await first.json("workspace create --name Team")
        _ = try await first.json("channel create --workspace-id 1 --kind public --name general")
        _ = try await first.json("message send --channel-id 1 before")
        let tail = try first.start("tail --json --logged --from 0")
        while let line = await tail.output.next(), !line.contains("before") {}
        #expect(await first.stop() == 0)
        let second = try await LiveServer.start(data: data, port: String(port))
        _ = try await second.json("message send --channel-id 1 after")
        #expect(await tail.output.next()?.contains("after") == true)
        tail.terminate()
        #expect(await tail.exit() == 0)
        #expect(await second.stop() == 0)
    }

    @Test func `a backup of a running server can be restored, and is another log from there on`() async throws {
        let directory = ScratchDirectory()
        try await LiveServer.serving { server in
            _ = try await server.json("workspace create --name Kept")
            let copy = "\(directory.path)/copy"
            let backup = try await Invocation(arguments: ["backup", "--data", server.data, copy]).run()
            #expect(backup.status == 0, "\(backup.notes)")
            #expect(FileManager.default.fileExists(atPath: "\(copy)/martlet.db"))
            #expect(!FileManager.default.fileExists(atPath: "\(copy)/signing.key"), "a secret is not copied")
            let again = try await Invocation(arguments: ["backup", "--data", server.data, copy]).run()
            #expect(again.status == 74)
            _ = try await server.json("workspace create --name Lost")
            let refused = try await Invocation(arguments: ["restore", "--data", server.data, copy]).run()
            #expect(refused.status == 73, "\(refused.notes)")

            let restored = "\(directory.path)/restored"
            let restore = try await Invocation(arguments: ["restore", "--data", restored, copy]).run()
            #expect(restore.status == 0, "\(restore.notes)")
            let other = try await LiveServer.start(data: restored)
            let names = try await other.run("workspace list")
            #expect(names.output.contains("Kept") && !names.output.contains("Lost"))
            #expect(await other.stop() == 0)
        }
    }

    @Test func `a damaged backup is not restored`() async throws {
        let directory = ScratchDirectory()
        let bad = "\(directory.path)/bad"
        try FileManager.default.createDirectory(atPath: bad, withIntermediateDirectories: true)
        _ = try directory.file("bad/martlet.db", String(repeating: "not a database ", count: 1000))
        let outcome = try await Invocation(arguments: ["restore", "--data", "\(directory.path)/new", bad]).run()
        #expect(outcome.status == 78)
        #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/new/martlet.db"))
    }

    @Test func `the first operator gets in with a token from the data directory`() async throws {
        let directory = ScratchDirectory()
        let data = "\(directory.path)/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let keys = try directory.file(
            "jwks.json",
            #"{"keys":[{"kty":"oct","kid":"k","alg":"HS256","k":"\#(Self.key)"}]}"#
        )
        let server = try await LiveServer.start(
            data: data,
            options: ["--issuer", "i", "--audience", "a", "--jwks-file", keys],
            auth: "jwt"
        )
        let anonymous = try await Invocation(arguments: ["user", "me", "--server", server.url]).run()
        #expect(anonymous.status == 77)
        let mint = try await Invocation(arguments: ["token", "mint", "--data", data, "--operator", "--life", "5m"])
            .run()
        #expect(mint.status == 0, "\(mint.notes)")
        let environment = ["MARTLET_SERVER": server.url, "MARTLET_TOKEN": mint.output]
        let me = try await Invocation(arguments: ["user", "me", "--json"], environment: environment).run()
        #expect(me.output.contains(#""id":1,"#), "\(me.notes)")
        let file = try directory.file("token", mint.output + "\n")
        let tail = try await Invocation(
            arguments: ["user", "create", "--name", "ann", "--token-file", file, "--server", server.url]
        ).run()
        #expect(tail.status == 0, "\(tail.notes)")
        let link = try await Invocation(
            arguments: ["token", "mint", "--data", data, "--operator", "--link"],
            environment: ["MARTLET_PUBLIC_URL": server.url]
        ).run()
        #expect(link.output.hasPrefix("\(server.url)/signin#sign-in=link_"), "\(link.notes)")
        #expect(await server.stop() == 0)
    }

    @Test func `settings that cannot work are refused by key, before anything is opened`() async throws {
        let directory = ScratchDirectory()
        let data = "\(directory.path)/data"
        let cases: [([String], String)] = [
            ([], "auth:"), (["--auth", "dev", "--host", "0.0.0.0"], "host:"),
            (["--auth", "dev", "--port", "x"], "port:"),
            (["--auth", "dev", "--certificate", "/c.pem"], "private_key:"),
            (["--auth", "dev", "--role", "edge"], "events:"),
            (["--auth", "jwt", "--limits", "off"], "limits.rates:"), (["--config", "/nonexistent"], "config:"),
        ]
        for (options, key) in cases {
            let outcome = try await Invocation(arguments: ["serve", "--data", data] + options).run()
            #expect(outcome.status == 78, "\(options)")
            #expect(outcome.notes.contains("martlet: \(key)"), "\(options): \(outcome.notes)")
            #expect(!FileManager.default.fileExists(atPath: data))
        }
    }

    @Test func `a second server does not get the data directory of the first`() async throws {
        try await LiveServer.serving { server in
            let outcome = try await Invocation(
                arguments: ["serve", "--auth", "dev", "--port", "0", "--data", server.data]
            ).run()
            #expect(outcome.status == 75)
            #expect(outcome.notes.contains("another martlet"))
        }
    }

    @Test func `config check says what holds, from where, and hides secrets`() async throws {
        let directory = ScratchDirectory()
        let file = try directory.file(
            "m.yaml",
            "auth: proxy\nproxy_secret: hush-hush\nport: 9\ndata: \(directory.path)\n"
        )
        let environment = ["MARTLET_PORT": "10", "MARTLET_PROT": "1"]
        let check = ["config", "check", "--config", file, "--limits-page", "60"]
        let outcome = try await Invocation(arguments: check + ["--decided"], environment: environment).run()
        #expect(outcome.status == 0, "\(outcome.notes)")
        #expect(outcome.notes == "note: nothing reads the environment variable MARTLET_PROT")
        let rows = outcome.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ").map(String.init) }
        #expect(rows.contains(["port", "10", "environment"]))
        #expect(rows.contains(["limits.page", "60", "option"]))
        #expect(rows.contains(["auth", "proxy", "file"]))
        #expect(rows.contains(["proxy_secret", "<secret>", "file"]))
        #expect(rows.count == 5)
        let json = try await Invocation(arguments: check + ["--json", "--auth", "jwt"], environment: environment).run()
        #expect(json.status == 78)
        let document = try WireDecoder().decode(JSONValue.self, from: Array(json.output.utf8))
        #expect(document["problems"] != .array([]))
        #expect(!(json.output + json.notes + outcome.output).contains("hush-hush"))
    }

    @Test func `the OpenRPC document is printed without a server, and is the server's`() async throws {
        try await LiveServer.serving { server in
            let printed = try await Invocation(arguments: ["openrpc"]).run()
            let served = try await server.run("call rpc.discover")
            let own = try WireDecoder().decode(JSONValue.self, from: Array(printed.output.utf8))
            let theirs = try WireDecoder().decode(JSONValue.self, from: Array(served.output.utf8))
            #expect(own["methods"] == theirs["methods"])
        }
    }

    private static let key = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"

    private static func type(of line: String) throws -> String {
        guard case .string(let type) = try WireDecoder().decode(JSONValue.self, from: Array(line.utf8))["type"] else {
            throw Unexpected()
        }
        return type
    }
}

private struct Unexpected: Error {}
