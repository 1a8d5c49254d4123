// SPDX-License-Identifier: Apache-2.0

#if NATS
    import MartletWire
    import Synchronization

    /// An edge's way to the core that has taken it on, and to whichever core counts who is there.
    final class NATSCoreLine: CoreLine {
        private let connection: NATSConnection
        private let subjects: NATSSubjects
        private let core: String
        private let hello: LinkHello
        private let again: @Sendable () -> Void
        /// Whom we have; nil before the edge has said so.
        private let counts = Mutex<[UserID: Int]?>(nil)

        /// Creates a line to a core; `again` has a core judge where the edge stands.
        init(
            _ connection: NATSConnection,
            _ subjects: NATSSubjects,
            to core: String,
            as hello: LinkHello,
            again: @escaping @Sendable () -> Void
        ) {
            self.connection = connection
            self.subjects = subjects
            self.core = core
            self.hello = hello
            self.again = again
        }

        func joinAgain() { self.again() }

        @discardableResult
        func send(_ message: EdgeMessage) -> Bool {
            switch message {
            case .report(let count):
                // Under the lock, so that a renewal and what changes meanwhile are told in the order in which they hold.
                self.counts.withLock { counts in
                    counts?[count.user] = count.count == 0 ? nil : count.count
                    return self.send(message, to: self.subjects.edges)
                }
            case .reconcile(let everyone):
                self.counts.withLock { counts in
                    counts = Dictionary(everyone.map { ($0.user, $0.count) }) { _, last in last }
                    return self.tell(everyone)
                }
            case .ask(_, .presence): self.send(message, to: self.subjects.edges)
            case .hello, .ask, .answer, .beat: self.send(message, to: self.subjects.core(self.core))
            }
        }

        /// Tells again of everyone we have, so that our lease goes on.
        func renew() {
            self.counts.withLock { counts in
                guard let counts else { return }
                _ = self.tell(counts.map { ConnectionCount(user: $0.key, count: $0.value) })
            }
        }

        /// Tells that we have nobody any more.
        func leave() {
            self.counts.withLock { counts in
                counts = nil
                _ = self.tell([])
            }
        }

        private func tell(_ everyone: [ConnectionCount]) -> Bool {
            // Cores that have not met us learn who says so.
            self.send(.hello(self.hello), to: self.subjects.edges)
                && self.send(.reconcile(everyone), to: self.subjects.edges)
        }

        private func send(_ message: EdgeMessage, to subject: String) -> Bool {
            guard let json = try? WireEncoder().encode(message) else { return false }
            return self.connection.publish(json, to: subject, reply: self.subjects.edge(self.connection.name))
        }
    }
#endif
