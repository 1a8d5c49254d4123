// SPDX-License-Identifier: Apache-2.0

/// Where an issuer's keys come from.
package protocol KeySource: Sendable {
    /// Loads the keys; `nil` if they are known not to have changed since last time.
    ///
    /// Does not give up when the task is cancelled: others may be waiting for what one caller has asked for.
    func load() async throws -> KeyDocument?
}
