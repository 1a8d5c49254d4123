// SPDX-License-Identifier: Apache-2.0

#if NATS
    /// A core's way to one edge.
    struct NATSEdgeLine: EdgeLine {
        let connection: NATSConnection
        let subject: String
        /// Where what we ask is answered.
        let reply: String

        func send(json: [UInt8]) -> Bool { self.connection.publish(json, to: self.subject, reply: self.reply) }

        /// An edge's connection is the server's: one that is told nothing more is not there for us.
        func close() {}

        func cut() {}
    }
#endif
