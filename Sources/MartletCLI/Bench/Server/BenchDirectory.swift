// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletServer

/// A directory that lasts as long as a measurement.
struct BenchDirectory: Sendable {
    /// Where it is.
    let path: String

    /// Makes one.
    /// - Parameter parent: Where; the system's temporary directory if nil.
    /// - Throws: A failure if it cannot be made there.
    init(in parent: String?) throws {
        let parent = parent ?? FileManager.default.temporaryDirectory.path
        self.path = "\(parent)/martlet-bench-\(Self.tag())"
        do {
            try FileManager.default.createDirectory(
                atPath: self.path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw CommandFailure(.output, "directory: cannot make a directory in \(parent)")
        }
    }

    /// A name that nobody has given to anything.
    static func tag() -> String {
        String(UInt64(Entropy.system.bytes(6).reduce(0) { $0 << 8 | UInt64($1) }), radix: 36)
    }

    /// Removes it with everything in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: self.path)
    }
}
