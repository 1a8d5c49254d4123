// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// The version that every frame of a link bears as `v`.
///
/// Unknown members are ignored; a peer of a later version is refused, for what it means by a frame is not known.
enum LinkVersion {
    static let current = LinkEnvelope.version

    /// A peer speaks a version that is not known here.
    struct Unknown: Error, CustomStringConvertible {
        var version: Int

        var description: String { "version \(self.version) of the link is not known, only \(LinkVersion.current)" }
    }

    /// Reads `v`.
    /// - Throws: ``Unknown``, or a `DecodingError` if there is none.
    static func check<Key: CodingKey>(_ key: Key, in fields: KeyedDecodingContainer<Key>) throws {
        let version = try fields.decode(Int.self, forKey: key)
        guard version == Self.current else { throw Unknown(version: version) }
    }
}
