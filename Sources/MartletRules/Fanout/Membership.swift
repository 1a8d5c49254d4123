// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A stretch of the log in which a person hears one channel or workspace.
///
/// It begins with the seq of the entry that let the person in and ends with the one that sent them away, both heard.
package struct Membership: Hashable, Sendable, Codable {
    /// What is heard.
    package let key: AudienceKey
    /// The first seq heard.
    package let begin: Seq
    /// The first seq no longer heard; ``Seq/max`` while it lasts.
    package private(set) var end: Seq

    package init(of key: AudienceKey, from begin: Seq, until end: Seq? = nil) {
        self.key = key
        self.begin = begin
        self.end = end ?? .max
    }

    /// Whether no end is known yet.
    package var lasts: Bool { self.end == .max }

    package func covers(_ seq: Seq) -> Bool { self.begin <= seq && seq < self.end }

    mutating func end(after seq: Seq) {
        self.end = min(self.end, seq + 1)
    }

    mutating func resume() {
        self.end = .max
    }
}
