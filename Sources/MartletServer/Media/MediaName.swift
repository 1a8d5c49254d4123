// SPDX-License-Identifier: Apache-2.0

/// A file's name as its uploader gave it, without what could hide in one: a folder, a control character, a change of
/// the direction of writing.
package struct MediaName: Hashable, Sendable {
    /// The longest name, in bytes.
    package static let limit = 255

    /// The name.
    package let text: String

    /// Cleans a name; nil if it is too long.
    package init?(_ text: String?) {
        let last = text?.split { $0 == "/" || $0 == "\\" }.last ?? ""
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: last.unicodeScalars.filter { Self.isVisible($0) })
        let name = String(scalars)
        guard name.utf8.count <= Self.limit else { return nil }
        self.text = name.allSatisfy { $0 == "." || $0 == " " } ? "file" : name
    }

    /// The value of `Content-Disposition` (RFC 6266, and RFC 8187 for what is not ASCII).
    package func disposition(isShown: Bool) -> String {
        let plain = String(self.text.map { $0.isASCII && $0 != "\"" && $0 != "%" ? $0 : "_" })
        let kind = isShown ? "inline" : "attachment"
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(Self.escaped(self.text))"
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: true
        }
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
