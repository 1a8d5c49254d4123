// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// RFC 4648's alphabet for URLs without padding, strictly: a token has one spelling.
package enum Base64URL {
    /// Writes bytes.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let text = Data(bytes).base64EncodedString().utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads bytes; `nil` for anything that ``encode(_:)`` would have written otherwise.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var standard = Data(capacity: text.count + 3)
        for byte in text {
            switch byte {
            case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: standard.append(byte)
            }
        }
        while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
        guard let bytes = Data(base64Encoded: standard), Self.encode(bytes).utf8.elementsEqual(text) else { return nil }
        return Array(bytes)
    }
}
