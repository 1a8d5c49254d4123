// SPDX-License-Identifier: Apache-2.0

#if NATS
    import NIOCore
    import Synchronization

    /// Brings what the C client hears on its thread to an event loop, in order; a burst wakes the loop once.
    final class NATSInflow: Sendable {
        private struct State {
            var messages: [NATSMessage] = []
            var isScheduled = false
        }

        private let eventLoop: any EventLoop
        private let received: @Sendable ([NATSMessage]) -> Void
        private let state = Mutex(State())
        private let metrics = BusMetrics()
        private let assembly = Mutex(NATSPartAssembly())

        /// Creates an inflow that hands everything over on an event loop.
        init(on eventLoop: any EventLoop, _ received: @escaping @Sendable ([NATSMessage]) -> Void) {
            self.eventLoop = eventLoop
            self.received = received
        }

        /// Takes a message, on any thread.
        func offer(_ message: NATSMessage) {
            self.metrics.heard(message.json?.count ?? 0)
            let mustWake = self.state.withLock { state in
                state.messages.append(message)
                defer { state.isScheduled = true }
                return !state.isScheduled
            }
            if mustWake { self.eventLoop.execute { self.drain() } }
        }

        private func drain() {
            let messages = self.state.withLock { state in
                defer { state = State() }
                return state.messages
            }
            let whole = self.assembly.withLock { assembly in
                messages.compactMap { message -> NATSMessage? in
                    guard let part = message.part, let bytes = message.json else { return message }
                    guard let json = assembly.take(bytes, part) else { return nil }
                    var message = message
                    message.json = json
                    return message
                }
            }
            self.received(whole)
        }
    }
#endif
