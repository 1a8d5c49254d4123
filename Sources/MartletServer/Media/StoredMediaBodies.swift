// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletStore
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of uploads in the store: what arrives is a file until its hash is known.
struct StoredMediaBodies: MediaBodies {
    private let content: any MediaContent
    private let arriving: MediaFiles

    init(in content: any MediaContent, arriving: MediaFiles) {
        self.content = content
        self.arriving = arriving
    }

    func receive<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes,
        atMost limit: Int64
    ) async throws -> MediaFiles.Arrival where Bytes.Element == ByteBuffer {
        try await self.arriving.receive(bytes, atMost: limit)
    }

    func place(_ arrival: MediaFiles.Arrival) async throws {
        let file = try await self.arriving.open(arrival)
        let size = Int64(type(of: self.content).partSize)
        for (number, start) in stride(from: 0, to: arrival.size, by: Int(size)).enumerated() {
            let part = try await file.whole(start..<min(start + size, arrival.size))
            try await self.content.add(Data(part.readableBytesView), Int64(number), of: arrival.hash)
        }
    }

    func discard(_ arrival: MediaFiles.Arrival) async {
        await self.arriving.discard(arrival)
    }

    func bytes(of hash: String) async throws -> any MediaBytes {
        try await StoredMediaBytes(of: hash, in: self.content)
    }

    func remove(_ hash: String) async throws {
        try await self.content.remove(hash)
    }
}

/// The bytes of one upload in the store, a part of which is at hand.
private actor StoredMediaBytes: MediaBytes {
    private let hash: String
    private let content: any MediaContent
    private var current: (number: Int64, bytes: Data)

    init(of hash: String, in content: any MediaContent) async throws {
        self.hash = hash
        self.content = content
        self.current = (0, try await Self.part(0, of: hash, in: content))
    }

    func chunk(at offset: Int64, atMost count: Int) async throws -> ByteBuffer {
        let (number, start) = offset.quotientAndRemainder(dividingBy: Int64(type(of: self.content).partSize))
        if self.current.number != number {
            self.current = (number, try await Self.part(number, of: self.hash, in: self.content))
        }
        let bytes = self.current.bytes.dropFirst(Int(start)).prefix(count)
        guard !bytes.isEmpty else { throw IOError(errnoCode: EIO, reason: "read") }
        return ByteBuffer(bytes: bytes)
    }

    /// A part that must be there.
    private static func part(_ number: Int64, of hash: String, in content: any MediaContent) async throws -> Data {
        guard let part = try await content.part(number, of: hash) else { throw IOError(errnoCode: EIO, reason: "read") }
        return part
    }
}

extension MediaFile {
    /// Reads all of a stretch.
    fileprivate func whole(_ stretch: Range<Int64>) async throws -> ByteBuffer {
        var whole = ByteBuffer()
        while whole.readableBytes < stretch.count {
            let rest = stretch.count - whole.readableBytes
            var chunk = try await self.chunk(at: stretch.lowerBound + Int64(whole.readableBytes), atMost: rest)
            whole.writeBuffer(&chunk)
        }
        return whole
    }
}
