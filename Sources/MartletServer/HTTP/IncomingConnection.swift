// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A connection that is no WebSocket: one that has yet to say what it wants, or one that speaks HTTP.
///
/// Confined to its event loop.
final class IncomingConnection: SocketLoopMember {
    let channel: any Channel
    let loop: SocketLoop
    var slot: Int32 = -1
    private(set) var hasBegun = false
    /// Called when the first request took too long; without it the connection is cut.
    var expired: (() -> Void)?
    private let admission: HandshakeAdmission
    private var place: HandshakeAdmission.Place?
    private var deadline: DeadlineQueue.Entry?
    /// Where the deadline is set.
    private var queue: DeadlineQueue

    init(channel: any Channel, loop: SocketLoop, admission: HandshakeAdmission) {
        self.channel = channel
        self.loop = loop
        self.admission = admission
        self.queue = loop.handshakes
    }

    /// The channel is active; false when there are too many that have yet to say what they want.
    func began() -> Bool {
        self.hasBegun = true
        guard !self.loop.isQuiescing, let place = self.admission.admit(self.channel.remoteAddress) else { return false }
        self.place = place
        self.loop.add(self)
        self.deadline = self.loop.handshakes.set {
            guard let expired = self.expired else { return self.channel.close(promise: nil) }
            expired()
        }
        return true
    }

    /// It has said what it wants: deadline and place are given back.
    func settled() {
        if let deadline = self.deadline {
            self.queue.cancel(deadline)
        }
        if let place = self.place {
            self.admission.release(place)
        }
        self.deadline = nil
        self.place = nil
        self.expired = nil
    }

    /// It was answered for good: it has the closing time to hang up.
    func answered() {
        self.settled()
        self.deadline = self.loop.closings.set { self.channel.close(promise: nil) }
        self.queue = self.loop.closings
    }

    /// It is a WebSocket from now on.
    func became(_ socket: WebSocketHandler) {
        self.settled()
        self.loop.replace(self, with: socket)
    }

    func ended() {
        self.settled()
        self.loop.remove(self)
    }

    func quiesce() {
        if self.place != nil {
            self.channel.close(promise: nil)
        } else {
            self.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    func abort() {
        self.channel.close(promise: nil)
    }
}
