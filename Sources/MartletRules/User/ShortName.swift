// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// Proposes short names for someone who signs in for the first time.
package struct ShortName: Hashable, Sendable {
    private let stem: String
    private let limit: Int

    /// Reads a name out of what the issuer says of the person.
    ///
    /// What a person would write after an @: the part of an address before its @, else what they are called, else the
    /// subject as it is. Whatever cannot stand in a short name becomes a hyphen; a name that is reserved is passed over.
    package init(subject: String, displayName: String?, limit: Int = Limits.standard.userName) {
        let address = subject.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let spoken = address.count == 2 ? String(address[0]) : displayName ?? subject
        self.limit = limit
        self.stem = [spoken, subject].lazy.map(Self.slug).first { !$0.isEmpty && !Mentions.reserves($0) } ?? "person"
    }

    /// The proposal of that rank: 0 for the name itself, then the name with a number.
    package func proposal(_ rank: Int) -> String {
        let suffix = rank == 0 ? "" : "-\(rank + 1)"
        let stem = self.stem.unicodeScalars.prefix(self.limit - suffix.utf8.count)
        return String(String.UnicodeScalarView(stem)) + suffix
    }

    private static func slug(_ text: String) -> String {
        var slug = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let fits = !scalar.properties.isWhitespace && scalar != "@" && scalar.properties.generalCategory != .control
            if fits {
                slug.append(scalar)
            } else if slug.last != "-" {
                slug.append("-")
            }
        }
        while slug.last == "-" { slug.removeLast() }
        return String(String.UnicodeScalarView(slug.drop { $0 == "-" })).lowercased()
    }
}
