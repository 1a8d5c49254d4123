// SPDX-License-Identifier: Apache-2.0

/// What an outbox cannot do, in words for a developer: no path, no SQL, nothing of what it holds.
package struct OutboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, as a number that keeps its meaning across releases.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// There is no room: the message names the limit.
        package static let full = Self(rawValue: 1)
        /// The draft itself cannot be queued: the message names the field.
        package static let invalid = Self(rawValue: 2)
        /// Another process sends for the account now.
        package static let fenced = Self(rawValue: 3)
        /// An item is not where it was.
        package static let moved = Self(rawValue: 4)
        /// There is no such dead letter.
        package static let notFound = Self(rawValue: 5)
        /// The dead letter must not be sent again.
        package static let final = Self(rawValue: 6)
        /// The file is damaged.
        package static let damaged = Self(rawValue: 7)
        /// A newer release wrote the file.
        package static let newer = Self(rawValue: 8)
        /// The disk is full.
        package static let diskFull = Self(rawValue: 9)
        /// The place cannot be read or written.
        package static let inaccessible = Self(rawValue: 10)
    }

    /// What went wrong.
    package var code: Code
    /// What to do about it.
    package var message: String
    /// Whether trying again can help.
    package var isTemporary: Bool

    package init(_ code: Code, _ message: String, isTemporary: Bool = false) {
        self.code = code
        self.message = message
        self.isTemporary = isTemporary
    }

    /// The message and the code.
    package var description: String { "\(self.message) (outbox error \(self.code.rawValue))" }
}
