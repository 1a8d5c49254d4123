// SPDX-License-Identifier: Apache-2.0

import Crypto
import NIOCore

/// One file of the pages, ready to be served.
struct PageFile: Sendable {
    let name: PageFileName
    let bytes: ByteBuffer
    /// Changes with the bytes, and with nothing else.
    let tag: EntityTag

    init(name: PageFileName, bytes: ByteBuffer) {
        self.name = name
        self.bytes = bytes
        self.tag = EntityTag(Base64URL.encode(SHA256.hash(data: bytes.readableBytesView).prefix(16)))
    }
}
