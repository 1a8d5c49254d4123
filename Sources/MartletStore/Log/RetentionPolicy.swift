// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How long the log is kept.
package struct RetentionPolicy: Hashable, Sendable {
    /// Entries appended before this instant go.
    package var keepAfter: Timestamp
    /// Entries appended after this instant stay, whatever the byte cap says.
    package var neverTrimAfter: Timestamp
    /// Past this many bytes of events the oldest go earlier.
    package var byteCap: Int64
    /// How many entries one transaction removes.
    package var chunk: Int

    package init(keepAfter: Timestamp, neverTrimAfter: Timestamp, byteCap: Int64, chunk: Int = 1000) {
        self.keepAfter = keepAfter
        self.neverTrimAfter = neverTrimAfter
        self.byteCap = byteCap
        self.chunk = chunk
    }
}
