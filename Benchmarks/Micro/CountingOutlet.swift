// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import NIOCore

/// Takes whatever is written, and remembers how much.
final class CountingOutlet: Outlet {
    private(set) var bytes = 0

    var isWritable: Bool { true }

    func write(_ run: FrameRun) {
        self.bytes += run.frames.readableBytes
    }

    func write(control frame: ByteBuffer) {
        self.bytes += frame.readableBytes
    }

    func greet(_ hello: Greeting) {}
    func ping(_ ping: Ping) {}
    func caughtUp(with position: Position) {}
    func flush() {}
    func close(_ code: CloseCode, reason: String) {}
}
