// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One open file.
///
/// Whatever waits for the disk does so on a thread for that.
final class MediaFile: MediaBytes {
    private let descriptor: CInt
    private let threads: NIOThreadPool

    private init(_ descriptor: CInt, _ threads: NIOThreadPool) {
        self.descriptor = descriptor
        self.threads = threads
    }

    deinit {
        _ = close(self.descriptor)
    }

    /// Creates a file that must not be there yet, for its owner's eyes only.
    static func create(_ path: String, on threads: NIOThreadPool) async throws -> MediaFile {
        MediaFile(try await Self.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, on: threads), threads)
    }

    /// Opens a file to read.
    static func read(_ path: String, on threads: NIOThreadPool) async throws -> MediaFile {
        MediaFile(try await Self.open(path, O_RDONLY | O_CLOEXEC, on: threads), threads)
    }

    /// Makes what happened in a folder last.
    static func syncDirectory(_ path: String, on threads: NIOThreadPool) async throws {
        let folder = MediaFile(try await Self.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, on: threads), threads)
        try await folder.sync()
    }

    /// Writes all of a buffer behind what was written before.
    func append(_ buffer: ByteBuffer) async throws {
        try await self.threads.runIfActive { [self] in
            var rest = buffer.readableBytesView
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(self.descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw IOError(errnoCode: errno, reason: "write") }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Waits until what was written is on the disk.
    func sync() async throws {
        try await self.threads.runIfActive { [self] in
            guard fsync(self.descriptor) == 0 else { throw IOError(errnoCode: errno, reason: "fsync") }
        }
    }

    private static func open(_ path: String, _ flags: CInt, on threads: NIOThreadPool) async throws -> CInt {
        try await threads.runIfActive {
            #if canImport(Darwin)
                let descriptor = Darwin.open(path, flags, 0o600)
            #elseif canImport(Musl)
                let descriptor = Musl.open(path, flags, 0o600)
            #else
                let descriptor = Glibc.open(path, flags, 0o600)
            #endif
            guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "open") }
            return descriptor
        }
    }

    func chunk(at offset: Int64, atMost count: Int) async throws -> ByteBuffer {
        try await self.threads.runIfActive { [self] in
            var buffer = ByteBuffer()
            try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
                while true {
                    let read = pread(self.descriptor, bytes.baseAddress, count, off_t(offset))
                    if read < 0, errno == EINTR { continue }
                    // Its end is an error too: a file has what its upload had.
                    guard read > 0 else { throw IOError(errnoCode: read < 0 ? errno : EIO, reason: "read") }
                    return read
                }
            }
            return buffer
        }
    }
}
