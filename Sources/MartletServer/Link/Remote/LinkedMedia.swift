// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import NIOCore
import Synchronization

/// The uploads of an edge whose core is another process.
///
/// Nothing is kept here: a part of an upload is sent once the core has taken the one before, and a download asks for each
/// part when its reader has taken the last.
struct LinkedMedia: MediaLibrary {
    /// An upload goes on for as long as its sender does: the HTTP connection's own deadlines end one that stalls.
    private static let patience = Duration.seconds(86_400)

    let link: RemoteLink

    func keep<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes,
        named name: MediaName,
        for caller: Caller
    ) async throws -> Media where Bytes.Element == ByteBuffer {
        let upload = self.link.state.withLock { state in
            state.uploads += 1
            return state.uploads
        }
        // Asked before any part is sent: a part of an upload that the core has not heard of is refused.
        let (answers, answered) = AsyncStream<Result<LinkAnswerBody, RPCError>>.makeStream()
        let question = LinkQuestion.MediaUpload(upload: upload, caller: caller, name: name.text)
        self.link.ask(.upload(question), patience: Self.patience) {
            answered.yield($0)
            answered.finish()
        }
        return try await withThrowingTaskGroup(of: Media?.self) { group in
            group.addTask {
                for await answer in answers { return try answer.get().decoded().get() }
                return nil
            }
            group.addTask {
                do {
                    try await self.send(bytes, as: upload)
                } catch is Refused {
                    // The answer to the question above says why.
                } catch {
                    // Whatever was kept of it goes; the question above is answered with its loss.
                    _ = try? await self.link.answer(to: .dropUpload(upload))
                    throw error
                }
                return nil
            }
            var kept: Media?
            for try await outcome in group { kept = kept ?? outcome }
            guard let kept else { throw RPCError.lostOnLink }
            return kept
        }
    }

    func find(_ id: MediaID, for caller: Caller) async throws -> any FoundMedia {
        let wanted = LinkQuestion.WantedMedia(id: id, caller: caller)
        let media: Media = try await self.link.answer(to: .findMedia(wanted)).decoded().get()
        return Found(media: media, wanted: wanted, link: self.link)
    }

    private func send<Bytes: AsyncSequence & Sendable>(_ bytes: Bytes, as upload: Int64) async throws
    where Bytes.Element == ByteBuffer {
        for try await var buffer in bytes {
            while let part = buffer.readSlice(length: min(buffer.readableBytes, LinkBytes.limit)),
                part.readableBytes > 0
            {
                try await self.send(part, as: upload, isLast: false)
            }
        }
        try await self.send(ByteBuffer(), as: upload, isLast: true)
    }

    private func send(_ part: ByteBuffer, as upload: Int64, isLast: Bool) async throws {
        let part = LinkQuestion.MediaPart(upload: upload, bytes: LinkBytes(part), isLast: isLast)
        do throws(RPCError) {
            _ = try await self.link.answer(to: .part(part))
        } catch {
            throw Refused()
        }
    }

    /// The core takes no more of an upload.
    private struct Refused: Error {}
}

extension LinkedMedia {
    private struct Found: FoundMedia, MediaBytes {
        let media: Media
        let wanted: LinkQuestion.WantedMedia
        let link: RemoteLink

        func open() async throws -> any MediaBytes {
            // Proves that the file can be read, while its reader can still be told that it cannot.
            _ = try await self.chunk(at: 0, atMost: 1)
            return self
        }

        func chunk(at offset: Int64, atMost count: Int) async throws -> ByteBuffer {
            let request = LinkQuestion.WantedBytes(media: self.wanted, offset: offset, count: count)
            let bytes: LinkBytes = try await self.link.answer(to: .readMedia(request)).decoded().get()
            guard bytes.buffer.readableBytes > 0 else { throw RPCError.lostOnLink }
            return bytes.buffer
        }
    }
}
