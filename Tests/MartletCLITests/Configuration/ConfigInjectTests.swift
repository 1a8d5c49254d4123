// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletWire
import Testing

@testable import martlet

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `martlet config inject` and what `martlet config check` says of a client's configuration.
@Suite(.timeLimit(.minutes(5))) struct ConfigInjectTests {
    private static let base = #"{"z":1,"experiments":{"k":{"enabled":false}},"a":[]}"#

    private func inject(
        _ overrides: String?,
        strict: String? = nil,
        in path: String
    ) async throws -> Invocation.Outcome {
        var environment: [String: String] = [:]
        environment["CLIENT_CONFIG_OVERRIDES_JSON"] = overrides
        environment["CLIENT_CONFIG_OVERRIDES_STRICT"] = strict
        let arguments = ["config", "inject", "--file", path]
        return try await Invocation(arguments: arguments, environment: environment).run()
    }

    @Test func `1.6: an override is merged, the experiments that result are printed, and a second run writes nothing`()
        async throws
    {
        let directory = ScratchDirectory()
        let path = try directory.file("config.json", Self.base)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let overrides =
            #"{"experiments":{"k":{"enabled":true,"rolloutPercentage":5,"variants":["a"]}},"secret":"hush"}"#
        let outcome = try await self.inject(overrides, strict: "true", in: path)
        #expect(outcome.status == 0, "\(outcome.notes)")
        #expect(outcome.output.hasPrefix("{\n  \"k\": {\n    \"enabled\": true"))
        #expect(outcome.notes.contains("experiments, secret") && !outcome.notes.contains("hush"))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("{\n  \"z\": 1,\n  \"experiments\": {\n") && text.hasSuffix("\n}\n"))
        let before = try FileManager.default.attributesOfItem(atPath: path)
        #expect(before[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["config.json"])
        #expect(try await self.inject(overrides, in: path).notes.contains("was so already"))
        let after = try FileManager.default.attributesOfItem(atPath: path)
        #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int, "not written again")
    }

    @Test func `1.6, R0-21: strictness is about the override, and a bad file always fails`() async throws {
        let directory = ScratchDirectory()
        let good = try directory.file("good.json", Self.base)
        let bad = try directory.file("bad.json", "{")
        let absent = "\(directory.path)/absent.json"
        let cases: [(overrides: String?, strict: String?, path: String, status: Int32)] = [
            (nil, "true", absent, 0), ("", "true", absent, 0), ("{}", nil, absent, 1), ("{}", nil, bad, 1),
            ("[]", nil, bad, 1), ("[]", "true", good, 1), ("[]", "false", good, 0), ("nonsense", "True", good, 0),
            ("nonsense", "true", good, 1), ("null", nil, good, 0),
        ]
        for (overrides, strict, path, status) in cases {
            let outcome = try await self.inject(overrides, strict: strict, in: path)
            #expect(outcome.status == status, "\(overrides ?? "unset") \(strict ?? "unset"): \(outcome.notes)")
            #expect(!outcome.notes.isEmpty)
        }
        #expect(try String(contentsOfFile: good, encoding: .utf8) == Self.base)
    }

    @Test func `R0-1, R0-2: unsafe names are told by their path, and a link stays a link`() async throws {
        let directory = ScratchDirectory()
        let target = try directory.file("target.json", Self.base)
        let link = "\(directory.path)/config.json"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        let outcome = try await self.inject(#"{"new":[{"__proto__":{"x":1},"b":2}]}"#, in: link)
        #expect(outcome.status == 0 && outcome.notes.contains("new[0].__proto__"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
        #expect(try !String(contentsOfFile: target, encoding: .utf8).contains("proto"))
    }

    @Test func `R0-14: a check warns of switches that reach into the control group`() async throws {
        let directory = ScratchDirectory()
        let path = try directory.file(
            "config.json",
            #"""
            {"sessionSync":{"phase1ForegroundResync":true},"experiments":{"sessionSyncStrategy":
            {"enabled":true,"rolloutPercentage":50,"variants":["session-sync-adaptive"]}}}
            """#
        )
        let data = "\(directory.path)/data"
        func check(_ path: String) async throws -> Invocation.Outcome {
            let arguments = ["config", "check", "--auth", "dev", "--data", data, "--client-config", path]
            return try await Invocation(arguments: arguments).run()
        }
        let outcome = try await check(path)
        #expect(outcome.status == 0, "\(outcome.notes)")
        #expect(outcome.notes.contains("also hold for the control group"))
        let absent = try await check("\(directory.path)/absent.json")
        #expect(absent.status == 78 && absent.notes.contains("client_config"))
    }

    @Test func `1.6: what a server tells its clients is the file, and a changed one is taken up`() async throws {
        let directory = ScratchDirectory()
        let path = try directory.file("config.json", #"{"experiments":{},"limits":"not these"}"#)
        let server = try await LiveServer.start(
            data: "\(directory.path)/data",
            options: ["--client-config", path]
        )
        func told() async throws -> JSONValue {
            let url = try #require(URL(string: "\(server.url)/config.json"))
            let (data, _) = try await URLSession.shared.data(from: url)
            return try WireDecoder().decode(JSONValue.self, from: Array(data))
        }
        let first = try await told()
        #expect(first["experiments"] == [:] && first["limits"]?["page"] != nil && first["heartbeat_ms"] != nil)
        let outcome = try await self.inject(#"{"experiments":{"k":{"enabled":true}}}"#, in: path)
        #expect(outcome.status == 0)
        while try await told()["experiments"]?["k"]?["enabled"] != true {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(await server.stop() == 0)
    }
}
