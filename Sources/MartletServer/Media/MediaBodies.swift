// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Where a core keeps the bytes of uploads, each under the hash of what is in it.
protocol MediaBodies: Sendable {
    /// Takes in bytes that are no one's yet; nothing of them stays if they are too many or end early.
    ///
    /// - Throws: ``MediaFiles/TooLarge``, or what went wrong.
    func receive<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes,
        atMost limit: Int64
    ) async throws -> MediaFiles.Arrival where Bytes.Element == ByteBuffer

    /// Puts what has arrived where it is found by its hash.
    func place(_ arrival: MediaFiles.Arrival) async throws

    /// Forgets what is left of an arrival that was placed, or that was not to be.
    func discard(_ arrival: MediaFiles.Arrival) async

    /// Opens the bytes of a hash.
    func bytes(of hash: String) async throws -> any MediaBytes

    /// Removes the bytes of a hash, if they are there.
    func remove(_ hash: String) async throws
}

extension MediaFiles: MediaBodies {
    func bytes(of hash: String) async throws -> any MediaBytes { try await self.open(hash) }
}
