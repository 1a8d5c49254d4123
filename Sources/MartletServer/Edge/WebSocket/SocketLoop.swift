// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// What the connections of one event loop share: the settings, the deadlines, and the list of who is there.
///
/// Confined to its event loop. One object a loop instead of a timer, a settings copy and a registration a connection.
package final class SocketLoop {
    package let eventLoop: any EventLoop
    package let settings: SocketSettings
    /// First requests that are awaited.
    let handshakes: DeadlineQueue
    /// Connections that have said their last and await the peer's.
    let closings: DeadlineQueue
    private var members: [any SocketLoopMember] = []
    private var emptied: EventLoopPromise<Void>?
    private(set) var isQuiescing = false

    package init(eventLoop: any EventLoop, settings: SocketSettings = SocketSettings()) {
        self.eventLoop = eventLoop
        self.settings = settings
        self.handshakes = DeadlineQueue(eventLoop: eventLoop, after: settings.handshakeTimeout)
        self.closings = DeadlineQueue(eventLoop: eventLoop, after: settings.closeTimeout)
    }

    func add(_ member: any SocketLoopMember) {
        self.eventLoop.assertInEventLoop()
        member.slot = Int32(self.members.count)
        self.members.append(member)
    }

    /// Forgets a member; the last one of the list takes its place.
    func remove(_ member: any SocketLoopMember) {
        self.eventLoop.assertInEventLoop()
        let slot = Int(member.slot)
        guard slot >= 0 else { return }
        member.slot = -1
        let last = self.members.removeLast()
        if last !== member {
            self.members[slot] = last
            last.slot = Int32(slot)
        }
        guard self.members.isEmpty, let emptied = self.emptied else { return }
        self.emptied = nil
        emptied.succeed()
    }

    /// Puts one member in the place of another: an upgraded connection is the same connection.
    func replace(_ member: any SocketLoopMember, with successor: any SocketLoopMember) {
        guard member.slot >= 0 else { return self.add(successor) }
        successor.slot = member.slot
        self.members[Int(member.slot)] = successor
        member.slot = -1
    }

    /// Asks everyone to finish, and says so through the promise when the last has gone.
    func quiesce(_ promise: EventLoopPromise<Void>) {
        self.eventLoop.assertInEventLoop()
        self.isQuiescing = true
        guard !self.members.isEmpty else { return promise.succeed() }
        if let earlier = self.emptied {
            return earlier.futureResult.cascade(to: promise)
        }
        self.emptied = promise
        for member in self.members {
            member.quiesce()
        }
    }

    /// Cuts every connection without ceremony.
    func abort() {
        for member in self.members {
            member.abort()
        }
    }
}

/// One connection in a loop's list.
protocol SocketLoopMember: AnyObject {
    /// Its place in the list, −1 outside; the list's own note.
    var slot: Int32 { get set }
    func quiesce()
    func abort()
}
