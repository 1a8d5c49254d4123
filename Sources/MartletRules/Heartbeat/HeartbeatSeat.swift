// SPDX-License-Identifier: Apache-2.0

/// Names one connection on a ``HeartbeatWheel``; void once that connection is gone, even if its place is taken again.
package struct HeartbeatSeat: Hashable, Sendable {
    let index: Int32
    let generation: UInt32
}

/// What the wheel asks the owner of a connection to do.
package enum HeartbeatAction: Hashable, Sendable {
    /// Send a ping.
    case ping
    /// End the connection as lost (3100); its seat is free already.
    case close
}
