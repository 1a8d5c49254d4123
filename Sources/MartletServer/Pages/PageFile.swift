// SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import MartletPages
import NIOCore

/// One file of the pages, ready to be served.
struct PageFile: Sendable {
    /// The same file, in a form in which a browser takes it.
    struct Form: Sendable {
        let bytes: ByteBuffer
        /// Changes with the bytes, and with nothing else.
        let tag: EntityTag
        /// `Content-Encoding`; none for the file as it is.
        let encoding: String?
    }

    let name: PageFileName
    private let plain: Form
    private let compressed: Form?

    init(name: PageFileName, bytes: ByteBuffer) {
        let letters = Base64URL.encode(SHA256.hash(data: bytes.readableBytesView).prefix(16))
        self.name = name
        self.plain = Form(bytes: bytes, tag: EntityTag(letters), encoding: nil)
        self.compressed = (name.isText ? Self.compress(bytes) : nil).map { bytes in
            Form(bytes: bytes, tag: EntityTag(letters + "-gzip"), encoding: "gzip")
        }
    }

    /// The shortest form that a client takes.
    ///
    /// - Parameter encodings: The request's `Accept-Encoding`.
    /// - Returns: The file as it is for whoever does not say.
    func form(accepting encodings: String?) -> Form {
        guard let compressed = self.compressed, let encodings, Self.allowsGzip(encodings) else { return self.plain }
        return compressed
    }

    /// The form that a client has already, if it has one.
    ///
    /// - Parameter tags: The request's `If-None-Match`.
    /// - Returns: None if what the client has is out of date.
    func form(matching tags: String) -> Form? {
        [self.plain, self.compressed].compactMap(\.self).first { $0.tag.isMatched(by: tags) }
    }

    /// Whether gzip is among the codings, and not only to be refused.
    private static func allowsGzip(_ encodings: String) -> Bool {
        encodings.lowercased().split(separator: ",").contains { coding in
            let parts = coding.filter { $0 != " " }.split(separator: ";")
            return parts.first == "gzip"
                && !parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }

    /// The bytes as a gzip file, unless that is no shorter.
    private static func compress(_ bytes: ByteBuffer) -> ByteBuffer? {
        var compressed = ByteBuffer()
        let count = compressed.writeWithUnsafeMutableBytes(minimumWritableBytes: bytes.readableBytes) { room in
            bytes.withUnsafeReadableBytes { source in
                guard let from = source.bindMemory(to: UInt8.self).baseAddress,
                    let into = room.bindMemory(to: UInt8.self).baseAddress
                else { return 0 }
                return martlet_gzip(from, source.count, into, source.count)
            }
        }
        return count > 0 ? compressed : nil
    }
}
