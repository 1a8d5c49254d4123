// SPDX-License-Identifier: Apache-2.0

#if NATS
    /// Where on the bus what is said: the only place in which these words appear.
    ///
    /// Each has one kind of speaker and one kind of listener, so that a server can grant each role no more than it needs.
    struct NATSSubjects: Sendable {
        var prefix: String

        /// What all cores tell all edges: ``CoreMessage``.
        var news: String { "\(self.prefix).news" }
        /// What an edge asks whichever core takes it: its ``LinkHello``; cores share it as a queue.
        var anyCore: String { "\(self.prefix).core" }
        /// What an edge asks of one core: ``EdgeMessage``.
        func core(_ name: String) -> String { "\(self.prefix).core.\(name)" }
        /// What edges tell all cores: who they are and whom they have.
        var edges: String { "\(self.prefix).edges" }
        /// What a core tells one edge: answers and operators' questions.
        func edge(_ name: String) -> String { "\(self.prefix).edge.\(name)" }

        /// What cores share ``anyCore`` as.
        static let queue = "cores"
    }

    /// By which of its subscriptions a process has heard something.
    enum NATSRoute: Sendable {
        /// An edge, from all cores.
        case news
        /// An edge, for itself.
        case inbox
        /// A core, for any core.
        case anyCore
        /// A core, for itself.
        case core
        /// A core, from all edges.
        case edges
    }
#endif
