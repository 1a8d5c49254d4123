// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOCore

/// Bytes of a file, in base64 within a frame's JSON.
struct LinkBytes: Sendable, Codable {
    /// The most bytes that one frame carries: few enough that what else is on the link need not wait long.
    static let limit = 256 * 1024

    var buffer: ByteBuffer

    init(_ buffer: ByteBuffer) {
        self.buffer = buffer
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Data(base64Encoded: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64")
        }
        self.init(ByteBuffer(bytes: bytes))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(self.buffer.readableBytesView).base64EncodedString())
    }
}
