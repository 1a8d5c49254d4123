// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The write side of a connection: one transaction, and in it one change after another.
///
/// Each domain's changes are in an extension named after it, written once for every database.
package protocol SQLWriting: SQLReading, StoreWriting, AnyObject {
    /// What the transaction adds to the log.
    var draft: LogDraft { get set }

    /// Runs a statement of which nothing need be known; its failure may show only later in the transaction.
    func execute(_ sql: String, _ arguments: Arguments) throws
    /// Runs a statement, and returns how many rows it changed.
    func change(_ sql: String, _ arguments: Arguments) throws -> Int
    /// Adds a row that is numbered by the database, one more than the last, and returns its number.
    func add(_ sql: String, _ arguments: Arguments) throws -> Int64

    /// Notes that a row is added under a key.
    func added(_ key: RowKey)

    /// Makes sure that nobody else appends to the log before this transaction ends, and that ``draft`` knows its last
    /// entry.
    func takeLog() throws

    /// Brings a new message's text into the search index, at once or later.
    func indexText(of message: Message, in workspace: WorkspaceID) throws
    /// Puts another text, or none, in the place of what the search index has of a message.
    func replaceIndexed(_ message: Message, with body: String, in workspace: WorkspaceID) throws
}

extension SQLWriting {
    /// Nothing to do where nothing is asked ahead.
    package func added(_ key: RowKey) {}
}
