// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A directory of a test's own, gone when the test is.
final class Scratch: Sendable {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    /// Writes a file.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(self.path)/\(name)"))
    }
}
