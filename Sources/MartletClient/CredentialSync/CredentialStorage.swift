// SPDX-License-Identifier: Apache-2.0

/// Where a ``CredentialKeeper`` keeps what must outlive its process: a keychain, or a file that nobody else may read.
///
/// The bytes hold tokens.
public protocol CredentialStorage: Sendable {
    /// What was saved last; nil if nothing ever was.
    func load() throws -> [UInt8]?

    /// Replaces what was saved.
    func save(_ bytes: [UInt8]) throws
}
