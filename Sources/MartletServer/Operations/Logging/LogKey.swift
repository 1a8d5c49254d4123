// SPDX-License-Identifier: Apache-2.0

/// Every key that a log line of ours may bear.
///
/// A value is a number, a name of ours or a reason in our own words: never a payload, a token or what somebody wrote.
package enum LogKey {
    /// Where a server listens or a peer is.
    package static let address = "address"
    /// How many changes were together in a transaction.
    package static let changes = "changes"
    /// A close code.
    package static let code = "code"
    /// Names a connection, as its hello does.
    package static let connection = "connection_id"
    /// How many of them.
    package static let count = "count"
    /// How long something took or takes, in milliseconds.
    package static let duration = "duration_ms"
    /// The log's life.
    package static let epoch = "epoch"
    /// The type of an error whose words might tell too much.
    package static let errorType = "error_type"
    /// The key of a setting.
    package static let key = "key"
    /// The method of a call.
    package static let method = "method"
    /// Why, in our own words.
    package static let reason = "reason"
    /// Which halves of the server run.
    package static let role = "role"
    /// A place in the log.
    package static let seq = "seq"
    /// The number of a person.
    package static let user = "user_id"
    /// The program's version.
    package static let version = "version"
}
