// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletRules
import MartletServer
import MartletWire
import Testing

@testable import martlet

@Suite struct SampleFileTests {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "martlet.sample.yaml").path

    private static func text() throws -> String {
        try String(contentsOfFile: Self.path, encoding: .utf8)
    }

    /// The keys of a file, those behind a # too.
    private static func keys(in text: String) -> [String] {
        var section = ""
        return text.split(separator: "\n").compactMap { line -> String? in
            var line = Substring(line)
            if line.hasPrefix("# ") { line = line.dropFirst(2) }
            let indent = line.prefix { $0 == " " }.count
            line = line.dropFirst(indent)
            if line.hasPrefix("# ") { line = line.dropFirst(2) }
            guard let colon = line.firstIndex(of: ":"), line[..<colon].allSatisfy({ $0.isLowercase || $0 == "_" })
            else {
                return nil
            }
            let name = String(line[..<colon])
            let value = line[line.index(after: colon)...]
            // What follows a colon in a sentence is more than one word; only keys and sections stand alone.
            guard
                Setting.all.contains(where: {
                    $0.key == name || $0.key.hasSuffix(".\(name)") || $0.key.hasPrefix("\(name).")
                })
            else { return nil }
            if indent == 0 { section = value.isEmpty ? "\(name)." : "" }
            return value.isEmpty ? nil : indent == 0 ? name : section + name
        }
    }

    @Test func `the sample file is what this binary prints`() throws {
        #expect(try Self.text() == SampleFile().text, "remake it: martlet config sample > martlet.sample.yaml")
    }

    @Test func `the sample file has every setting, and no other key`() throws {
        #expect(Set(Self.keys(in: try Self.text())) == Set(Setting.all.map(\.key)))
    }

    @Test func `the sample file is understood as it is, and decides nothing but the mode`() async throws {
        let loaded = try await ConfigurationSources(file: Self.path).load()
        #expect(loaded.settings.problems.isEmpty)
        var standard = ServerSettings()
        standard.access.mode = .dev
        for setting in Setting.all {
            #expect(setting.show(loaded.settings) == setting.show(standard), "\(setting.key)")
        }
    }

    @Test func `every example in the sample file is understood`() async throws {
        for setting in Setting.all where setting.example != nil && !setting.key.hasSuffix("_file") {
            let parts = setting.key.split(separator: ".")
            let line =
                parts.count == 2
                ? "\(parts[0]): {\(parts[1]): \(setting.example ?? "")}" : "\(setting.key): \(setting.example ?? "")"
            let directory = ScratchDirectory()
            let file = try directory.file("example.yaml", line)
            await #expect(throws: Never.self, "\(line)") { try await ConfigurationSources(file: file).load() }
        }
    }

    @Test func `keys, options and variables are spelled alike, and each once`() {
        #expect(Set(Setting.all.map(\.key)).count == Setting.all.count)
        #expect(Set(Setting.all.map(\.option)).count == Setting.all.count)
        let setting = Setting.named("limits.rpc_per_second")
        #expect(setting?.option == "--limits-rpc-per-second")
        #expect(setting?.variable == "MARTLET_LIMITS_RPC_PER_SECOND")
    }

    @Test func `every limit that clients are told of is a setting, and the reverse`() throws {
        let told = try WireDecoder().decode(JSONValue.self, from: WireEncoder().encode(Limits.standard))
        guard case .object(let members) = told else {
            Issue.record("limits are an object")
            return
        }
        let settings = Setting.all.map(\.key).filter { $0.hasPrefix("limits.") && $0 != "limits.rates" }
        #expect(Set(members.map { "limits.\($0.name)" }) == Set(settings))
    }

    @Test func `every setting of access has its key`() {
        for setting in AccessSetting.allCases {
            #expect(Setting.named(setting.key) != nil, "\(setting.rawValue)")
        }
    }

    @Test func `writing what is shown changes nothing`() throws {
        var settings = ServerSettings()
        settings.access.mode = .jwt
        for setting in Setting.all where !setting.isSecret {
            guard let shown = setting.show(settings) else { continue }
            #expect(try setting.write(.text(shown), &settings), "\(setting.key)")
            #expect(setting.show(settings) == shown, "\(setting.key)")
        }
    }
}
