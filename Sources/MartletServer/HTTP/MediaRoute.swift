// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletWire
import NIOCore

/// `/v1/media`: uploads, and downloads to whoever may read something that refers to them.
///
/// An upload's bytes never change, so its name is its entity tag; the hash of its bytes is told to no one, since it
/// would say who else has the same file.
struct MediaRoute: Sendable {
    /// Where uploads are.
    let library: any MediaLibrary
    let limits: Limits

    func add(to router: Router<RouteContext>) {
        router.post("/v1/media") { request, context in
            guard let caller = context.caller else { return Response(status: .unauthorized) }
            return await self.upload(request, by: caller)
        }
        router.get("/v1/media/:id") { request, context in
            guard let caller = context.caller else { return Response(status: .unauthorized) }
            return await self.download(context.parameters.get("id"), request, for: caller)
        }
        router.head("/v1/media/:id") { request, context in
            guard let caller = context.caller else { return Response(status: .unauthorized) }
            return await self.download(context.parameters.get("id"), request, for: caller).createHeadResponse()
        }
    }

    /// Takes the request's body for a file, named by the query's `name`.
    func upload(_ request: Hummingbird.Request, by caller: Caller) async -> Response {
        do {
            guard let name = MediaName(request.uri.queryParameters["name"].map(String.init)) else {
                let limit = Int64(MediaName.limit)
                throw RPCError.invalid("name", "at most \(limit) bytes", limit: limit)
            }
            if let type = request.headers[.contentType], type.lowercased().hasPrefix("multipart/") {
                throw RPCError.invalid("body", "send the file's bytes alone, and its name as the query's name")
            }
            if let length = request.headers[.contentLength].flatMap({ Int64($0) }), length > self.limits.media {
                let limit = self.limits.media
                throw RPCError(.tooLarge, "at most \(limit) bytes", data: RPCError.Detail(limit: limit))
            }
            let media = try await self.library.keep(request.body, named: name, for: caller)
            let location: HTTPFields = [.location: "/v1/media/\(media.id)"]
            return .json(try WireEncoder().encode(media), status: .created, headers: location)
        } catch {
            return Self.refused(error)
        }
    }

    func download(_ id: String?, _ request: Hummingbird.Request, for caller: Caller) async -> Response {
        do {
            let id = MediaID(rawValue: id ?? "")
            try self.limits.check(token: id, field: "id")
            let found = try await self.library.find(id, for: caller)
            let tag = EntityTag(id.description)
            if let tags = request.headers[.ifNoneMatch], tag.isMatched(by: tags) {
                let headers: HTTPFields = [.eTag: tag.text, .cacheControl: Self.caching, .vary: Self.variance]
                return Response(status: .notModified, headers: headers)
            }
            let range = request.headers[.ifRange].map { $0 == tag.text } ?? true ? request.headers[.range] : nil
            return try await Self.answer(found, ByteRange(range, of: found.media.size), tag)
        } catch {
            return Self.refused(error)
        }
    }
}

// MARK: - Answers

extension MediaRoute {
    private static let chunk: Int64 = 64 * 1024
    private static let caching = "private, max-age=31536000, immutable"
    /// What one person of a browser was shown is not for the next one.
    private static let variance = "Cookie, Authorization"

    private static func answer(
        _ found: any FoundMedia,
        _ range: ByteRange,
        _ tag: EntityTag
    ) async throws -> Response {
        let size = found.media.size
        var headers = Self.headers(of: found.media)
        headers[.eTag] = tag.text
        let (status, part): (HTTPResponse.Status, Range<Int64>)
        switch range {
        case .unsatisfiable:
            return Response(status: .rangeNotSatisfiable, headers: [.contentRange: "bytes */\(size)"])
        case .whole:
            (status, part) = (.ok, 0..<size)
        case .part(let bytes):
            (status, part) = (.partialContent, bytes)
            headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)"
        }
        let bytes = try await found.open()
        let body = ResponseBody(contentLength: part.count) { writer in
            var offset = part.lowerBound
            while offset < part.upperBound {
                let count = Int(min(part.upperBound - offset, Self.chunk))
                let chunk = try await bytes.chunk(at: offset, atMost: count)
                offset += Int64(chunk.readableBytes)
                try await writer.write(chunk)
            }
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: body)
    }

    private static func headers(of media: Media) -> HTTPFields {
        let isShown = MediaType(rawValue: media.contentType)?.isShown ?? false
        return [
            .contentType: isShown ? media.contentType : MediaType.unknown.rawValue,
            .contentDisposition: MediaName(media.name)?.disposition(isShown: isShown) ?? "attachment",
            .contentSecurityPolicy: "sandbox; default-src 'none'",
            .xContentTypeOptions: "nosniff",
            .crossOriginResourcePolicy: "same-origin",
            .cacheControl: Self.caching,
            .vary: Self.variance,
            .acceptRanges: "bytes",
        ]
    }

    private static func refused(_ error: any Error) -> Response {
        .refused(
            error as? RPCError
                ?? RPCError(.internalError, "the server failed", data: RPCError.Detail(isRetryable: true))
        )
    }
}

extension HTTPField.Name {
    static var crossOriginResourcePolicy: Self { Self("Cross-Origin-Resource-Policy") ?? .eTag }
}
