// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The uploads that a text links to, by their route `/v1/media/ID`, each once, in the order of the text.
package struct MediaLinks: Hashable, Sendable {
    /// What is linked to.
    package private(set) var media: [MediaID] = []

    private static let route = Array("/v1/media/".utf8)
    private static let longest = 64

    /// Finds the links in a text of whatever content; those past the limit are not counted.
    package init(in text: String, limit: Int = 500) {
        var seen: Set<MediaID> = []
        let bytes = Array(text.utf8)
        var position = 0
        while position + Self.route.count < bytes.count, self.media.count < limit {
            guard bytes[position] == Self.route[0], bytes[position...].starts(with: Self.route) else {
                position += 1
                continue
            }
            let name = bytes[(position + Self.route.count)...].prefix(while: Self.isPartOfName)
            position = name.endIndex
            guard (1...Self.longest).contains(name.count) else { continue }
            let id = MediaID(rawValue: String(decoding: name, as: UTF8.self))
            if seen.insert(id).inserted { self.media.append(id) }
        }
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
