// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletTesting
import Synchronization

/// A simulated disk under a directory's name, where SQLite finds its files.
///
/// The directory is real, since others look for it; the files in it are not.
final class DiskVolume: Sendable {
    /// What all connections to one file share, until the computer goes down.
    struct Sharing {
        var readers = 0
        var reserver: ObjectIdentifier?
        var writer: ObjectIdentifier?
        /// For each of the eight locks on the shared memory: who reads, and who writes.
        var slots = [(readers: Set<ObjectIdentifier>, writer: ObjectIdentifier?)](repeating: ([], nil), count: 8)
        var memory: [UnsafeMutableRawPointer] = []
    }

    private static let root = FileManager.default.temporaryDirectory.path + "/martlet-simulated-disks"
    private static let volumes = Mutex<(last: Int, mounted: [String: DiskVolume])>((0, [:]))

    let disk: SimulatedDisk
    /// Where SQLite finds it.
    let directory: String
    let sharing = Mutex<[String: Sharing]>([:])

    /// Mounts a disk under a new name.
    init(_ disk: SimulatedDisk) {
        self.disk = disk
        DiskFileSystem.register()
        let number = Self.volumes.withLock { volumes in
            volumes.last += 1
            return volumes.last
        }
        self.directory = "\(Self.root)/\(ProcessInfo.processInfo.processIdentifier)-\(number)"
        Self.volumes.withLock { $0.mounted[self.directory] = self }
    }

    /// Takes the disk away, and the directory with it.
    func unmount() {
        _ = Self.volumes.withLock { $0.mounted.removeValue(forKey: self.directory) }
        try? FileManager.default.removeItem(atPath: self.directory)
    }

    /// The volume on which a file lies, and the file's name there; nil for a real file.
    static func volume(of path: String) -> (volume: DiskVolume, name: String)? {
        guard path.hasPrefix(self.root), let slash = path.lastIndex(of: "/") else { return nil }
        let name = String(path[path.index(after: slash)...])
        return self.volumes.withLock { $0.mounted[String(path[..<slash])] }.map { ($0, name) }
    }

    deinit {
        for sharing in self.sharing.withLock({ $0 }).values { for block in sharing.memory { block.deallocate() } }
    }
}
