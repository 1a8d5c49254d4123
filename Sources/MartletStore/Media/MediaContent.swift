// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The bytes of uploads where the store itself keeps them, rather than files beside it: every core can then serve them.
///
/// They are kept in parts, under the hash of the whole; nobody reads them before an upload is committed that has them.
package protocol MediaContent: Sendable {
    /// Adds a part, counted from 0, unless it is there.
    ///
    /// - Parameters:
    ///   - part: ``partSize`` bytes, or fewer if it is the last.
    ///   - number: Which part.
    ///   - hash: Of what.
    /// - Throws: If it may not be there.
    func add(_ part: Data, _ number: Int64, of hash: String) async throws

    /// Reads a part; nil if it is not there.
    func part(_ number: Int64, of hash: String) async throws -> Data?

    /// Removes the bytes of a hash, unless an upload has them.
    func remove(_ hash: String) async throws
}

extension MediaContent {
    /// How long every part is but the last, in bytes.
    package static var partSize: Int { 256 << 10 }
}
