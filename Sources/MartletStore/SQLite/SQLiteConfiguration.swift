// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How the embedded store is opened.
package struct SQLiteConfiguration: Sendable {
    /// The data directory; created when absent, readable to its owner only.
    package var directory: String
    /// How many changes share a transaction at most; 512 by default.
    package var batchLimit: Int = 512
    /// Files up to this many bytes are checked whole at start, larger ones only by header and schema; 1 GiB by default.
    package var fullCheckBelow: Int64 = 1 << 30
    /// How many snapshots may be read at once; 4 by default.
    package var readers: Int = 4
    /// How often a store that cannot commit tries whether it can again; 1 s by default.
    package var probeInterval = Duration.seconds(1)
    /// The sizes and counts that hold; the standard ones by default.
    package var limits = Limits.standard

    package init(directory: String) {
        self.directory = directory
    }
}
