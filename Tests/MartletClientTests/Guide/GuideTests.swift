// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a guide shows is what compiles.
@Suite struct GuideTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// What stands between the marks of a source file, moved to the left.
    private static func snippets(in file: String) throws -> [String: String] {
        let source = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: file),
            encoding: .utf8
        )
        var (snippets, name, lines): ([String: String], String?, [Substring]) = ([:], nil, [])
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("// snippet: ") {
                (name, lines) = (String(text.dropFirst("// snippet: ".count)), [])
            } else if text == "// end", let known = name {
                let margin = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
                snippets[known] = lines.map { String($0.dropFirst(margin)) }.joined(separator: "\n")
                name = nil
            } else {
                lines.append(line)
            }
        }
        return snippets
    }

    /// The blocks of code in the guides.
    private static func blocks() throws -> [String] {
        let catalogue = Self.package.appending(path: "Sources/MartletClient/MartletClient.docc")
        let guides = try FileManager.default.contentsOfDirectory(at: catalogue, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "md" && $0.lastPathComponent != "MartletClient.md" }
        return try guides.flatMap { guide in
            try String(contentsOf: guide, encoding: .utf8).components(separatedBy: "```swift\n").dropFirst()
                .map { $0.components(separatedBy: "\n```")[0] }
        }
    }

    @Test func `each snippet stands in a guide as it compiles, and no guide shows any other code`() throws {
        let snippets = try ["GuideSnippets.swift", "PretendServerTests.swift"].flatMap { try Self.snippets(in: $0) }
        let blocks = try Self.blocks()
        #expect(!blocks.isEmpty)
        for (name, code) in snippets { #expect(blocks.contains(code), "\(name) is not shown as it is") }
        for block in blocks { #expect(snippets.contains { $0.value == block }, "this compiles nowhere:\n\(block)") }
    }
}
