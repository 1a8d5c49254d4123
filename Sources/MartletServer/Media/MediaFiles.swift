// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of uploads: files under one folder, each named by the hash of what is in it.
///
/// A file is there whole or not at all: it is written elsewhere and moved in once it is on the disk.
struct MediaFiles: Sendable {
    /// A file on its way in.
    struct Arrival: Sendable {
        let hash: String
        let size: Int64
        let type: MediaType
        fileprivate let path: String
    }

    private let directory: String
    private let entropy: Entropy
    private let threads: NIOThreadPool

    /// Uses a folder, made when it is not there; what an earlier process left unfinished goes.
    init(in directory: String, entropy: Entropy = .system, threads: NIOThreadPool = .singleton) throws {
        self.directory = directory
        self.entropy = entropy
        self.threads = threads
        try? FileManager.default.removeItem(atPath: directory + "/incoming")
        try FileManager.default.createDirectory(
            atPath: directory + "/incoming",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Writes bytes to a file that is no one's yet; it goes again if they are too many or end early.
    ///
    /// - Throws: ``TooLarge``, or what went wrong.
    func receive<Bytes: AsyncSequence & Sendable>(_ bytes: Bytes, atMost limit: Int64) async throws -> Arrival
    where Bytes.Element == ByteBuffer {
        let path = "\(self.directory)/incoming/\(self.entropy.text(12))"
        do {
            let file = try await MediaFile.create(path, on: self.threads)
            var (hash, size, prefix) = (SHA256(), Int64(0), [UInt8]())
            for try await buffer in bytes {
                size += Int64(buffer.readableBytes)
                guard size <= limit else { throw TooLarge() }
                if prefix.count < MediaType.prefixLength {
                    prefix += buffer.readableBytesView.prefix(MediaType.prefixLength)
                }
                buffer.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
                try await file.append(buffer)
            }
            try await file.sync()
            let name = hash.finalize().map { Self.hexadecimal($0) }.joined()
            return Arrival(hash: name, size: size, type: MediaType(startingWith: prefix), path: path)
        } catch {
            await self.removeFile(path)
            throw error
        }
    }

    /// Moves a file in, over one with the same bytes if there is one.
    func place(_ arrival: Arrival) async throws {
        let folder = self.folder(of: arrival.hash)
        try await self.threads.runIfActive {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            guard rename(arrival.path, self.path(of: arrival.hash)) == 0 else {
                throw IOError(errnoCode: errno, reason: "rename")
            }
        }
        try await MediaFile.syncDirectory(folder, on: self.threads)
        try await MediaFile.syncDirectory(self.directory, on: self.threads)
    }

    /// Forgets a file that was not moved in.
    func discard(_ arrival: Arrival) async {
        await self.removeFile(arrival.path)
    }

    /// Opens a file that was not moved in.
    func open(_ arrival: Arrival) async throws -> MediaFile {
        try await MediaFile.read(arrival.path, on: self.threads)
    }

    /// Opens the file of a hash.
    func open(_ hash: String) async throws -> MediaFile {
        try await MediaFile.read(self.path(of: hash), on: self.threads)
    }

    /// Removes the file of a hash, if it is there.
    func remove(_ hash: String) async {
        await self.removeFile(self.path(of: hash))
    }

    private func removeFile(_ path: String) async {
        // Shielded from the cancellation of whoever is being cleaned up after.
        await withCheckedContinuation { continuation in
            self.threads.submit { _ in
                _ = unlink(path)
                continuation.resume()
            }
        }
    }

    private func folder(of hash: String) -> String { "\(self.directory)/\(hash.prefix(2))" }

    private func path(of hash: String) -> String { "\(self.folder(of: hash))/\(hash)" }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// More bytes came than may.
    struct TooLarge: Error {}
}
