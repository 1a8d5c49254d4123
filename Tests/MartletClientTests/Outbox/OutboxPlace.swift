// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletClient
import MartletWire

/// A directory of one test's own.
struct OutboxPlace {
    let path: String

    init() {
        self.path = FileManager.default.temporaryDirectory.appending(path: "outbox-\(UUID().uuidString)").path
    }

    var file: String { self.path + "/" + OutboxFile.name }

    func open(at now: Timestamp = 0) throws -> OutboxFile {
        try OutboxFile(in: self.path, at: now)
    }

    /// What a crash at this instant leaves behind, as a new process finds it.
    func crashed() throws -> OutboxPlace {
        let copy = OutboxPlace()
        try FileManager.default.createDirectory(atPath: copy.path, withIntermediateDirectories: true)
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: self.file + suffix) {
            try FileManager.default.copyItem(atPath: self.file + suffix, toPath: copy.file + suffix)
        }
        return copy
    }

    /// What is on disk, file by file.
    var bytes: [Data] {
        ["", "-wal"].compactMap { FileManager.default.contents(atPath: self.file + $0) }
    }
}
