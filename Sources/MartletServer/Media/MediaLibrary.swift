// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire
import NIOCore

/// Where an edge puts uploads and finds them again.
///
/// Errors are ``RPCError``s, fit to be answered as they are.
protocol MediaLibrary: Sendable {
    /// Keeps an upload; nothing of it stays if it fails or is too large.
    func keep<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes,
        named name: MediaName,
        for caller: Caller
    ) async throws -> Media where Bytes.Element == ByteBuffer

    /// Finds an upload that a person may read.
    func find(_ id: MediaID, for caller: Caller) async throws -> StoredMedia

    /// Opens an upload's bytes, so that what is written to the answer is sure to be there.
    func open(_ media: StoredMedia) async throws -> any MediaBytes
}

/// The bytes of one upload.
protocol MediaBytes: Sendable {
    /// Reads from a place on: at least one byte, and at most so many.
    func chunk(at offset: Int64, atMost count: Int) async throws -> ByteBuffer
}
