// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// Uploads and downloads of an edge in another process: their bytes pass a part at a time, each asked for or allowed by
/// the one before, so that neither end holds more than one.
extension LinkedEdge {
    func receive(_ request: LinkQuestion.MediaUpload, as id: Int64) {
        guard let media = self.host.media, let name = MediaName(request.name) else {
            self.finish(id, Result<Media, RPCError>.failure(.noMedia))
            return
        }
        let inflow = MediaInflow()
        self.noteUpload(request.upload, inflow)
        self.host.core.tasks.run {
            let kept = await Self.outcome { try await media.keep(inflow, named: name, for: request.caller) }
            self.finish(id, kept)
            _ = self.takeUpload(request.upload)
            if case .failure(let error) = kept { inflow.fail(with: error) }
        }
    }

    func receive(_ part: LinkQuestion.MediaPart, as id: Int64) {
        guard let inflow = self.upload(part.upload) else {
            self.finish(id, Result<Empty, RPCError>.failure(.lostOnLink))
            return
        }
        inflow.offer(part.bytes.buffer, isLast: part.isLast) { self.finish(id, $0) }
    }

    func find(_ request: LinkQuestion.WantedMedia, as id: Int64) {
        self.answer(as: id) { media in try await media.find(request.id, for: request.caller).media }
    }

    func read(_ request: LinkQuestion.WantedBytes, as id: Int64) {
        let count = min(max(request.count, 1), LinkBytes.limit)
        self.answer(as: id) { media in
            let found = try await media.find(request.media.id, for: request.media.caller)
            return LinkBytes(try await found.open().chunk(at: request.offset, atMost: count))
        }
    }

    private func answer<Answer: Encodable & Sendable>(
        as id: Int64,
        _ body: @escaping @Sendable (any MediaLibrary) async throws -> Answer
    ) {
        guard let media = self.host.media else {
            self.finish(id, Result<Answer, RPCError>.failure(.noMedia))
            return
        }
        self.host.core.tasks.run { self.finish(id, await Self.outcome { try await body(media) }) }
    }

    private static func outcome<Answer: Sendable>(
        _ body: @Sendable () async throws -> Answer
    ) async -> Result<Answer, RPCError> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error as? RPCError ?? RPCError(.internalError, "the server failed"))
        }
    }
}

extension RPCError {
    /// This core keeps no uploads.
    fileprivate static let noMedia = RPCError(
        .unavailable,
        "media is not served here",
        data: Detail(isRetryable: true, outcome: Outcome.none)
    )
}
