// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// How fast messages are sent.
enum Pace: Hashable, Sendable {
    /// So many a second, whatever the server does.
    case rate(perSecond: Double, count: Int)
    /// As many as may be under way to their listeners at once.
    case window(Int, count: Int)
    /// Each sender's next one when the last is durable, for some time.
    case closedLoop(TimeAmount)

    /// How many messages there will be, if that is settled.
    var count: Int? {
        switch self {
        case .rate(_, let count), .window(_, let count): count
        case .closedLoop: nil
        }
    }

    /// How long to wait for the last delivery.
    var patience: TimeAmount {
        switch self {
        case .rate(let perSecond, let count): .milliseconds(Int64(Double(count) / perSecond * 1000)) + .seconds(30)
        case .window: .seconds(120)
        case .closedLoop(let time): time + .seconds(30)
        }
    }
}
