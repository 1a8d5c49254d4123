// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What outlives the process of a simulated client, beside its outbox.
struct Device {
    /// Written in one transaction with what was applied.
    var position: Position?
    var freshness: Timestamp?
    /// The work that goes on, and how many seconds of it are certain.
    var work: [LocalID: Int64] = [:]
}
