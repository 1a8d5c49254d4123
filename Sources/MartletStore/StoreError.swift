// SPDX-License-Identifier: Apache-2.0

/// A store that cannot be opened or used, in words for an operator.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Code: Hashable, Sendable {
        /// Another process has the store open.
        case inUse
        /// The file is damaged.
        case corrupt
        /// A newer release wrote the file.
        case newer
        /// The place cannot be read or written.
        case inaccessible
        /// The database cannot be reached, or takes no writes; it may later.
        case unreachable
    }

    /// What is wrong.
    package var code: Code
    /// What to do about it.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { self.message }
}
