// SPDX-License-Identifier: Apache-2.0

/// Says which bytes a client has of something (RFC 9110, 8.8.3).
struct EntityTag: Hashable, Sendable {
    /// The tag as it stands in a header.
    let text: String

    /// Makes a strong tag of letters that need no quoting.
    init(_ letters: String) {
        self.text = "\"\(letters)\""
    }

    /// Whether an `If-None-Match` names it: then the client has the bytes already.
    func isMatched(by header: String) -> Bool {
        header.split(separator: ",").contains { candidate in
            let candidate = candidate.drop { $0 == " " }.prefix { $0 != " " }
            return candidate == "*" || candidate == self.text || candidate == "W/\(self.text)"
        }
    }
}
