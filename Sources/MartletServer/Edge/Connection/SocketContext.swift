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
    /// What every greeting says between the resync's reason and the time of day, and after that.
    private let encodedHeartbeat: String
    private let encodedRest: ByteBuffer

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
        self.encodedHeartbeat = ",\"heartbeat_ms\":\(limits.heartbeat.rawValue),\"server_time_ms\":"
        var rest = ByteBuffer(string: ",\"server_version\":\"\(Version.current)\",\"limits\":")
        rest.writeBytes((try? WireEncoder().encode(limits)) ?? [])
        rest.writeStaticString("}")
        self.encodedRest = rest
    }

    /// Encodes a session's greeting: the same bytes as ``Hello``, whose limits are the same for all.
    func hello(_ greeting: Greeting, to user: UserID, on connection: ConnectionID) -> ByteBuffer {
        ServerFrameWriter.text(capacity: self.encodedRest.readableBytes + 320) { buffer in
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
        buffer.writeStaticString("{\"type\":\"hello\",\"v\":1,\"user_id\":")
        buffer.writeString(String(user.rawValue))
        buffer.writeStaticString(",\"connection_id\":\"")
        buffer.writeString(connection.rawValue)
        buffer.writeStaticString("\",\"epoch\":\"")
        buffer.writeString(position.epoch.rawValue)
        buffer.writeStaticString("\",\"seq\":")
        buffer.writeString(String(position.seq))
        buffer.writeStaticString(greeting.from == nil ? ",\"resumed\":false,\"from\":" : ",\"resumed\":true,\"from\":")
        buffer.writeString(String(greeting.from ?? position.seq))
        buffer.writeStaticString(",\"to\":")
        buffer.writeString(String(position.seq))
        buffer.writeStaticString(",\"replayed\":")
        buffer.writeString(String(greeting.replayed))
        buffer.writeStaticString(",\"resync\":")
        buffer.writeString(greeting.resync.map { "\"\($0.rawValue)\"" } ?? "null")
        buffer.writeString(self.encodedHeartbeat)
        buffer.writeString(String(self.clock().rawValue))
        buffer.writeImmutableBuffer(self.encodedRest)
    }
}
