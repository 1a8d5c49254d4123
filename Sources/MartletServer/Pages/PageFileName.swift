// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// The name of a file that belongs to the pages: a file, or a file in one of the pages' folders.
///
/// Nothing else gets this far: no dots at the beginning, no way up, no ending that browsers are not told about.
struct PageFileName: Hashable, Sendable {
    /// The path below the folder of files.
    let path: String
    /// What browsers are told that it is.
    let type: String

    /// Whether its bytes are worth compressing: pictures are compressed already.
    var isText: Bool { self.type != "image/png" && self.type != "image/x-icon" }

    /// Judges a path, without a slash at its beginning.
    init?(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy(Self.isPlain), let file = parts.last else { return nil }
        if parts.count == 2, !Self.folders.contains(String(parts[0])) { return nil }
        guard let dot = file.lastIndex(of: "."), let type = Self.types[String(file[dot...].dropFirst())] else {
            return nil
        }
        self.path = path
        self.type = type
    }

    /// The folders that may hold a page's modules, and the one for what pages share.
    static let folders = Page.allCases.map(\.rawValue) + ["martlet"]

    private static let types = [
        "css": "text/css; charset=utf-8",
        "html": "text/html; charset=utf-8",
        "ico": "image/x-icon",
        "js": "text/javascript; charset=utf-8",
        "map": "application/json",
        "png": "image/png",
        "svg": "image/svg+xml",
        "webmanifest": "application/manifest+json",
    ]

    private static func isPlain(_ part: Substring) -> Bool {
        guard let first = part.utf8.first, first != UInt8(ascii: "."), part.utf8.count <= 64 else { return false }
        return part.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
