// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
import NIOCore

/// What all sockets of an edge share.
package final class SocketContext: Sendable {
    package let link: any Link
    package let access: AccessControl
    package let limits: Limits
    package let tasks: TaskPool
    /// The wall clock.
    package let clock: @Sendable () -> Timestamp
    /// How many calls one socket may have unanswered before it is read no further.
    let outstandingCalls = 64
    let pendingOpens: PendingOpenLedger
    private let encodedLimits: ByteBuffer

    package init(
        link: any Link,
        access: AccessControl,
        limits: Limits,
        tasks: TaskPool,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.link = link
        self.access = access
        self.limits = limits
        self.tasks = tasks
        self.clock = clock
        self.pendingOpens = PendingOpenLedger(limit: limits.awaitingOpenPerAddress)
        self.encodedLimits = ByteBuffer(bytes: (try? WireEncoder().encode(limits)) ?? [])
    }

    /// Encodes a session's greeting: the same bytes as ``Hello``, whose limits are the same for all.
    func hello(_ greeting: Greeting, to user: UserID, on connection: ConnectionID) -> ByteBuffer {
        ServerFrameWriter.text(capacity: self.encodedLimits.readableBytes + 352) { buffer in
            self.write(greeting, to: user, on: connection, into: &buffer)
        }
    }

    /// The same without a WebSocket's frame.
    func greeting(_ greeting: Greeting, to user: UserID, on connection: ConnectionID) -> [UInt8] {
        var buffer = ByteBuffer()
        self.write(greeting, to: user, on: connection, into: &buffer)
        return [UInt8](buffer: buffer)
    }

    private func write(
        _ greeting: Greeting,
        to user: UserID,
        on connection: ConnectionID,
        into buffer: inout ByteBuffer
    ) {
        let position = greeting.position
        buffer.writeString(
            """
            {"type":"hello","v":1,"user_id":\(user),"connection_id":"\(connection)",\
            "epoch":"\(position.epoch)","seq":\(position.seq),"resumed":\(greeting.from != nil),\
            "from":\(greeting.from ?? position.seq),"to":\(position.seq),"replayed":\(greeting.replayed),\
            "resync":\(greeting.resync.map { "\"\($0.rawValue)\"" } ?? "null"),\
            "heartbeat_ms":\(self.limits.heartbeat.rawValue),"server_time_ms":\(self.clock().rawValue),\
            "server_version":"\(Version.current)","limits":
            """
        )
        buffer.writeImmutableBuffer(self.encodedLimits)
        buffer.writeStaticString("}")
    }
}
