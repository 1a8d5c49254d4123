// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Replaces what a file holds in one step: whoever reads it meanwhile, or after a power cut, has all of the old or all of
/// the new.
///
/// A link stays a link, and permissions stay as they are.
struct FileReplacement {
    private let path: String

    init(of path: String) {
        self.path = URL(filePath: path).resolvingSymlinksInPath().path
    }

    /// - Throws: What the system says.
    func write(_ bytes: [UInt8]) throws {
        let temporary = "\(self.path).\(getpid()).tmp"
        let file = try Self.checked(open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600))
        do {
            defer { close(file) }
            try self.fill(file, with: bytes)
            try Self.checked(rename(temporary, self.path))
        } catch {
            unlink(temporary)
            throw error
        }
        self.syncDirectory()
    }

    private func fill(_ file: CInt, with bytes: [UInt8]) throws {
        var standing = stat()
        try Self.checked(stat(self.path, &standing))
        try Self.checked(fchmod(file, standing.st_mode & 0o7777))
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            rest = rest.dropFirst(Int(try Self.checked(CInt(clamping: count))))
        }
        try Self.checked(fsync(file))
    }

    // What cannot be synced is still replaced.
    private func syncDirectory() {
        let directory = open(URL(filePath: self.path).deletingLastPathComponent().path, O_RDONLY)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }

    @discardableResult
    private static func checked(_ result: CInt) throws -> CInt {
        guard result >= 0 else { throw CommandFailure(.output, String(cString: strerror(errno))) }
        return result
    }
}

private func systemWrite(_ file: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
