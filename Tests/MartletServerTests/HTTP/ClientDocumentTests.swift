// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import MartletWire
import Testing

@testable import MartletServer

@Suite struct ClientDocumentTests {
    private func read(_ document: ClientDocument) throws -> JSONValue {
        try WireDecoder().decode(JSONValue.self, from: document.bytes)
    }

    private func document(_ path: String?) -> ClientDocument {
        ClientDocument(limits: .standard, file: path, clock: ContinuousClock(), logger: Logger(label: "test"))
    }

    @Test func `without a file clients are told the server's own fields`() async throws {
        let document = self.document(nil)
        await document.load()
        #expect(try self.read(document)["heartbeat_ms"] == .integer(Limits.standard.heartbeat.rawValue))
    }

    @Test func `a changed file is taken up, a bad one is not, and nothing in it stands for the server's own fields`()
        async throws
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let document = self.document(path)
        func write(_ text: String) async throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            await document.load()
        }
        try await write(#"{"a":1,"limits":"mine"}"#)
        #expect(try self.read(document)["a"] == 1)
        #expect(try self.read(document)["limits"] != "mine")
        for bad in ["{", "[]", ""] {
            try await write(bad)
            #expect(try self.read(document)["a"] == 1, "\(bad)")
        }
        try FileManager.default.removeItem(atPath: path)
        await document.load()
        #expect(try self.read(document)["a"] == 1)
        try await write(#"{"a":2}"#)
        #expect(try self.read(document)["a"] == 2)
    }
}
