// SPDX-License-Identifier: Apache-2.0

#if NATS
    /// Which NATS servers are meant, and how they are used.
    package struct NATSAccess: Sendable {
        /// Their URLs, of one cluster.
        package var servers: [String]
        /// What else is to be known of them.
        package var settings: ServerSettings.Bus

        package init(servers: [String], settings: ServerSettings.Bus = .init()) {
            self.servers = servers
            self.settings = settings
        }

        /// Whether what is said must not be read on its way.
        var needsTLS: Bool { self.servers.contains { $0.hasPrefix("tls://") } }

        var subjects: NATSSubjects { NATSSubjects(prefix: self.settings.prefix) }
    }
#endif
