// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A directory of one test's own, gone when the test is.
final class ScratchDirectory: Sendable {
    let path: String

    init() {
        self.path = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    /// What is in it.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self.path)
    }

    /// Writes a file and tells its path.
    func file(_ name: String, _ text: String) throws -> String {
        let path = "\(self.path)/\(name)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
