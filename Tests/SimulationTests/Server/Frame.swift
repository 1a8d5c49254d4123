// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What the simulated server says on a socket.
enum Frame {
    case hello(Hello)
    case entry(LogEntry)
    case ping(Ping)
    case epoch(Position)
    case draining(after: Duration)
    case presence(isFull: Bool, [UserID: Bool])
    case close(CloseCode, reason: String)
}
