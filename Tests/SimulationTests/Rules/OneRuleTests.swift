// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the simulation proves holds for the product only if both run the same rules.
struct OneRuleTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let product = ["Server", "Client", "Store"].map { "Sources/Martlet\($0)" }
    /// A copy that was made to break rules has no server.
    private static let isWhole = FileManager.default.fileExists(atPath: Self.root.path + "/Sources/MartletServer")

    private let rules = OneRuleTests.declared(in: OneRuleTests.text(of: "Sources/MartletRules"), as: "package ")
    private let simulation = OneRuleTests.text(of: "Tests/SimulationTests")

    /// The rules that the simulation names.
    private var used: Set<String> { self.rules.intersection(Self.words(in: self.simulation)) }

    @Test(.enabled(if: Self.isWhole)) func `every rule that the simulation runs is run by server or client`() {
        let inProduct = Self.words(in: Self.product.map { Self.text(of: $0) }.joined(separator: "\n"))
        #expect(self.used.count > 40)
        #expect(self.used.subtracting(inProduct).sorted() == [])
    }

    @Test(.enabled(if: Self.isWhole)) func `neither server nor client nor simulation has a copy of such a rule`() {
        for folder in Self.product + ["Tests/SimulationTests"] {
            #expect(self.used.intersection(Self.declared(in: Self.text(of: folder), as: "")).sorted() == [])
        }
    }

    // Each kept its own account of how far it had read storage and of the lease that it had, and the two differed.
    @Test(.enabled(if: Self.isWhole)) func `neither outbox remembers what the rule remembers for it`() {
        let remembered: Set<String> = ["OutboxItemID", "OutboxLease", "OutboxEntry", "OutboxFlight", "OutboxLane"]
        for folder in ["Sources/MartletClient/Outbox", "Tests/SimulationTests/Client"] {
            let text = Self.text(of: folder, only: ["OutboxEngine.swift", "Sending.swift"])
            #expect(text.contains("outbox.step(at: "))
            let variables = text.split(separator: "\n").filter { $0.contains(" var ") }
            #expect(variables.count > 5)
            #expect(remembered.intersection(Self.words(in: variables.joined(separator: "\n"))).sorted() == [])
        }
    }

    private static func text(of folder: String, only wanted: Set<String>? = nil) -> String {
        let files = FileManager.default.enumerator(atPath: Self.root.path + "/" + folder)
        let names = (files?.compactMap { $0 as? String } ?? []).filter { name in
            name.hasSuffix(".swift") && wanted?.contains(name) ?? true
        }.sorted()
        let texts = names.map { name in
            (try? String(contentsOfFile: "\(Self.root.path)/\(folder)/\(name)", encoding: .utf8)) ?? ""
        }
        return texts.joined(separator: "\n")
    }

    private static func words(in text: String) -> Set<String> {
        Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    }

    /// The types that a text declares outside of any other.
    private static func declared(in text: String, as access: String) -> Set<String> {
        let kinds: Set<Substring> = ["struct", "enum", "class", "actor"]
        let names = text.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix(access), line.first?.isWhitespace == false else { return nil }
            let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            guard let kind = words.firstIndex(where: kinds.contains), kind < 3, kind + 1 < words.count else {
                return nil
            }
            return String(words[kind + 1])
        }
        return Set(names)
    }
}
