// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Reads into a tiny buffer until more than that comes at once.
///
/// NIO keeps a connection's first buffer for as long as the connection lives, and it only ever grows. So the first
/// read of all is made tiny, and a socket that rests, with a heartbeat now and then, stays with that buffer; one that
/// sends longer messages soon has the larger.
struct RestingBufferAllocator: RecvByteBufferAllocator {
    private let resting: Int
    private let busy: Int
    private var isBusy = false

    init(resting: Int, busy: Int) {
        self.resting = resting
        self.busy = busy
    }

    func nextBufferSize() -> Int? {
        self.isBusy ? self.busy : self.resting
    }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        allocator.buffer(capacity: self.isBusy ? self.busy : self.resting)
    }

    mutating func record(actualReadBytes: Int) -> Bool {
        guard !self.isBusy, actualReadBytes >= self.resting else { return false }
        self.isBusy = true
        return true
    }
}
