// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletServer
import MartletWire
import Testing

@Suite struct SigningKeyTests {
    static func path(in scratch: Scratch) -> String { "\(scratch.path)/\(SigningKey.fileName)" }

    static func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    static func contents(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test func `the key is made at the first start, for its owner only, and stays`() throws {
        let scratch = try Scratch()
        _ = try SigningKey(at: Self.path(in: scratch), entropy: .system)
        let path = "\(scratch.path)/\(SigningKey.fileName)"
        let first = try Self.contents(path)
        #expect(try Self.mode(of: path) == 0o600)
        _ = try SigningKey(at: Self.path(in: scratch), entropy: .system)
        #expect(try Self.contents(path) == first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [SigningKey.fileName])
    }

    @Test func `two keys are never the same`() throws {
        let (one, other) = (try Scratch(), try Scratch())
        _ = try SigningKey(at: Self.path(in: one), entropy: .system)
        _ = try SigningKey(at: Self.path(in: other), entropy: .system)
        let paths = [one, other].map { "\($0.path)/\(SigningKey.fileName)" }
        #expect(try Self.contents(paths[0]) != Self.contents(paths[1]))
    }

    @Test func `processes that start together sign with one key`() async throws {
        let scratch = try Scratch()
        let token = try await withThrowingTaskGroup(of: LocalTokens.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    LocalTokens(
                        key: try SigningKey(at: Self.path(in: scratch), entropy: .system),
                        entropy: .system
                    )
                }
            }
            var all: [LocalTokens] = []
            for try await tokens in group { all.append(tokens) }
            let token = try await all[0].mint(.forOperator(until: 2000), at: 1000)
            for tokens in all {
                #expect(try tokens.verify(CompactToken(token), for: [.access], at: 1000).identity.subject == "operator")
            }
            return token
        }
        #expect(!token.exposedText.isEmpty)
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644])
    func `a key that others can read is refused, and the way out is named`(mode: Int) throws {
        let scratch = try Scratch()
        _ = try SigningKey(at: Self.path(in: scratch), entropy: .system)
        let path = "\(scratch.path)/\(SigningKey.fileName)"
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let error = #expect(throws: SigningKeyError.self) {
            try SigningKey(at: Self.path(in: scratch), entropy: .system)
        }
        #expect(error?.description.hasSuffix("can be read by others: chmod 600") == true)
    }

    @Test(arguments: ["", "short", "!!!!", String(repeating: "A", count: 42), String(repeating: "A", count: 5000)])
    func `a damaged key is refused and never replaced unasked`(text: String) throws {
        let scratch = try Scratch()
        try scratch.write(text, to: SigningKey.fileName)
        let path = "\(scratch.path)/\(SigningKey.fileName)"
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(throws: SigningKeyError.self) { try SigningKey(at: Self.path(in: scratch), entropy: .system) }
        #expect(try Self.contents(path) == text)
    }

    @Test func `a directory that is not there is a clear error`() {
        let error = #expect(throws: SigningKeyError.self) {
            try SigningKey(at: "/nonexistent/signing.key", entropy: .system)
        }
        #expect(error?.description.contains("cannot be made") == true)
    }
}
