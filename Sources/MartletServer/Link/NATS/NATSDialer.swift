// SPDX-License-Identifier: Apache-2.0

#if NATS
    import Logging
    import Synchronization

    /// Opens connections, and says once why it cannot.
    final class NATSDialer: Sendable {
        let access: NATSAccess
        private let entropy: Entropy
        private let logger: Logger
        /// Why no connection could be opened the last time, if none could.
        private let trouble = Mutex<String?>(nil)

        init(to access: NATSAccess, entropy: Entropy, logger: Logger) {
            self.access = access
            self.entropy = entropy
            self.logger = logger
        }

        /// Opens a connection under a name of its own.
        func open(_ inflow: NATSInflow) async throws -> NATSConnection {
            do {
                let connection = try await NATSConnection.open(to: self.access, as: self.entropy.text(12), inflow)
                self.trouble.withLock { $0 = nil }
                return connection
            } catch {
                let isNews = self.trouble.withLock { trouble in
                    defer { trouble = "\(error)" }
                    return trouble != "\(error)"
                }
                if isNews {
                    self.logger.warning("NATS cannot be reached", metadata: [LogKey.reason: "\(error)"])
                }
                throw error
            }
        }
    }
#endif
