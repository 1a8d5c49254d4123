// SPDX-License-Identifier: Apache-2.0

package import MartletWire
package import NIOCore

/// Where an edge puts uploads and finds them again.
///
/// Errors are ``RPCError``s, fit to be answered as they are.
package protocol MediaLibrary: Sendable {
    /// Keeps an upload; nothing of it stays if it fails or is too large.
    func keep<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes,
        named name: MediaName,
        for caller: Caller
    ) async throws -> Media where Bytes.Element == ByteBuffer

    /// Finds an upload that a person may read.
    func find(_ id: MediaID, for caller: Caller) async throws -> any FoundMedia
}

/// An upload that a person may read.
package protocol FoundMedia: Sendable {
    /// The upload as its readers see it.
    var media: Media { get }

    /// Opens its bytes, so that an answer is not begun whose bytes are not there.
    func open() async throws -> any MediaBytes
}

/// The bytes of one upload.
package protocol MediaBytes: Sendable {
    /// Reads from a place on: at least one byte, and at most so many.
    func chunk(at offset: Int64, atMost count: Int) async throws -> ByteBuffer
}
