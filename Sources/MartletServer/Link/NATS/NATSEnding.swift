// SPDX-License-Identifier: Apache-2.0

#if NATS
    import Synchronization

    /// How the end of a connection is told by the C client, on a thread of its own.
    final class NATSEnding: Sendable {
        private let stream: AsyncStream<Void>
        private let end: AsyncStream<Void>.Continuation
        private let said = Mutex<String?>(nil)

        init() {
            (self.stream, self.end) = AsyncStream.makeStream()
        }

        /// As the client carries it; it is there for as long as the client may call: see ``retain()``.
        var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

        static func of(_ pointer: UnsafeMutableRawPointer?) -> NATSEnding? {
            pointer.map { Unmanaged<NATSEnding>.fromOpaque($0).takeUnretainedValue() }
        }

        /// Stays until ``close()``, which the client calls last.
        func retain() { _ = Unmanaged.passRetained(self) }

        /// The connection has ended.
        func close() {
            self.end.finish()
            Unmanaged.passUnretained(self).release()
        }

        /// Why the connection is of no more use, if the client has said so first.
        var reason: String? { self.said.withLock { $0 } }

        /// The connection is of no more use, though it may be open.
        func fail(_ reason: String) {
            self.said.withLock { $0 = $0 ?? reason }
            self.end.finish()
        }

        func ended() async { for await _ in self.stream {} }
    }
#endif
