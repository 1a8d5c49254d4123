// SPDX-License-Identifier: Apache-2.0

/// The messages that the search index is still to be told of, and when that is worth a transaction.
package struct SearchBacklog: Sendable {
    /// How many are taken in together: enough to spread the costs of a transaction, few enough that it takes some
    /// milliseconds.
    package static let portion = 512

    private(set) var messages: Int
    private var patience = Self.portion

    init(messages: Int) {
        self.messages = messages
    }

    var isEmpty: Bool { self.messages == 0 }
    /// Whether the index should take it in even though nobody searches.
    var isDue: Bool { self.messages >= self.patience }

    mutating func stored(_ messages: Int) {
        self.messages += messages
    }

    /// The index took messages in; fewer than a portion are all there were.
    mutating func indexed(_ count: Int) {
        self.messages = count < Self.portion ? 0 : max(self.messages - count, 0)
        self.patience = Self.portion
    }

    /// The index could not be written: without a search it is tried again when as much has come again.
    mutating func failed() {
        self.patience = self.messages + Self.portion
    }
}
