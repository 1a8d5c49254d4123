// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletStore

/// Copies what a data directory holds: the store, then the media.
struct DataCopy {
    private static let media = "media"

    private let source: String
    private let target: String

    init(from source: String, to target: String) {
        self.source = source
        self.target = target
    }

    /// Copies a directory that a server may be working on.
    ///
    /// - Parameter progress: Told how much of the store is copied.
    /// - Returns: How many bytes were copied.
    /// - Throws: Why it could not be copied; what was copied until then is removed.
    func backUp(progress: @escaping @Sendable (Double) -> Void) async throws -> Int64 {
        guard !FileManager.default.fileExists(atPath: self.target) else {
            throw CommandFailure(.output, "\(self.target) exists already")
        }
        let unfinished = "\(self.target).unfinished-\(ProcessInfo.processInfo.processIdentifier)"
        try self.make(unfinished)
        do {
            try await StoreVisit(directory: self.source).backUp(to: unfinished, progress: progress)
            try self.copyMedia(into: unfinished)
            try Self.attempt("cannot name \(self.target)") {
                try FileManager.default.moveItem(atPath: unfinished, toPath: self.target)
            }
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw error
        }
        return Self.size(of: self.target)
    }

    /// Copies a backup to where a server shall work.
    func restore(progress: @escaping @Sendable (Double) -> Void) async throws {
        try await StoreVisit(directory: self.source).check()
        guard !StoreVisit(directory: self.target).holdsStore else {
            throw CommandFailure(.conflict, "\(self.target) holds a store already: move it away first")
        }
        let isNew = !FileManager.default.fileExists(atPath: self.target)
        if isNew { try self.make(self.target) }
        try self.copyMedia(into: self.target)
        try await StoreVisit(directory: self.source).backUp(to: self.target, progress: progress)
    }

    private func make(_ directory: String) throws {
        try Self.attempt("cannot make \(directory)") {
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
    }

    private func copyMedia(into directory: String) throws {
        let media = "\(self.source)/\(Self.media)"
        guard FileManager.default.fileExists(atPath: media) else { return }
        try Self.attempt("cannot copy the media") {
            try FileManager.default.copyItem(atPath: media, toPath: "\(directory)/\(Self.media)")
        }
    }

    private static func size(of directory: String) -> Int64 {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
        return paths.reduce(0) { size, path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")
            return size + Int64(attributes?[.size] as? UInt64 ?? 0)
        }
    }

    private static func attempt(_ what: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            let reason = (error as? CocoaError).map { "\($0.code.rawValue)" } ?? "\(type(of: error))"
            throw CommandFailure(.output, "\(what) (\(reason))")
        }
    }
}
