// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// A session as server-sent events (WHATWG HTML, 9.2): each logged event carries its position as the event's id.
///
/// Confined to its shard's loop; what it writes is taken by the response's task, and counted until it has left.
final class EventStreamOutlet: Outlet {
    private static let limit = 64 * 1024

    private let chunks: AsyncStream<ByteBuffer>.Continuation
    private let hello: (Greeting) -> [UInt8]
    private let whenGreeted: () -> Void
    private var epoch = Epoch(rawValue: "")
    private(set) var unsent = 0
    private var gathered = ByteBuffer()
    private var isClosed = false

    init(
        chunks: AsyncStream<ByteBuffer>.Continuation,
        hello: @escaping (Greeting) -> [UInt8],
        whenGreeted: @escaping () -> Void
    ) {
        self.chunks = chunks
        self.hello = hello
        self.whenGreeted = whenGreeted
    }

    var isWritable: Bool { !self.isClosed && self.unsent < Self.limit }

    func greet(_ greeting: Greeting) {
        self.epoch = greeting.position.epoch
        // During a replay the position is reached with the last event, not with the greeting.
        self.write(self.hello(greeting), id: greeting.replayed == 0 ? greeting.position.seq : nil)
        self.whenGreeted()
    }

    func write(_ run: FrameRun) {
        for framed in run.entries {
            self.write(EventBytes.frame(framed.entry.event, seq: framed.entry.seq), id: framed.entry.seq)
        }
    }

    func write(control frame: ByteBuffer) {
        guard let text = ServerFrameWriter.payload(of: frame) else { return }
        self.write([UInt8](buffer: text), id: nil)
    }

    func ping(_ ping: Ping) {
        self.write((try? WireEncoder().encode(ServerFrame.ping(ping))) ?? [], id: ping.seq)
    }

    func told(of epoch: Epoch) {
        self.epoch = epoch
    }

    func caughtUp(with position: Position) {
        self.epoch = position.epoch
    }

    func flush() {
        guard self.gathered.readableBytes > 0 else { return }
        self.unsent += self.gathered.readableBytes
        self.chunks.yield(self.gathered)
        self.gathered = ByteBuffer()
    }

    /// Notes that bytes have left; returns whether the session may go on.
    func sent(_ bytes: Int) -> Bool {
        let wasWritable = self.isWritable
        self.unsent -= bytes
        return !wasWritable && self.isWritable
    }

    func close(_ code: CloseCode, reason: String) {
        guard !self.isClosed else { return }
        self.gathered.writeString("event: close\ndata: {\"code\":\(code.rawValue),\"reason\":\"\(reason)\"}\n\n")
        self.flush()
        self.isClosed = true
        self.chunks.finish()
    }

    private func write(_ json: [UInt8], id: Seq?) {
        guard !self.isClosed else { return }
        if let id { self.gathered.writeString("id: \(self.epoch):\(id)\n") }
        self.gathered.writeStaticString("data: ")
        self.gathered.writeBytes(json)
        self.gathered.writeStaticString("\n\n")
    }
}
