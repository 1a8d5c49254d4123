// SPDX-License-Identifier: Apache-2.0

/// The issuer's keys as they are now.
package protocol VerificationKeys: Sendable {
    /// The keys that were loaded last and could be read.
    var current: KeySet { get }

    /// The keys after another look, if one is due, because a token names one that is not there.
    func afterMiss() async -> KeySet
}
