// SPDX-License-Identifier: Apache-2.0

#if NATS
    import MartletWire

    /// An edge's way back to a core that asked something for an operator, whether or not it is the one that has taken us on.
    struct NATSAnswerLine: AnswerLine {
        let connection: NATSConnection
        let subject: String
        let inbox: String

        func send(_ message: EdgeMessage) -> Bool {
            guard let json = try? WireEncoder().encode(message) else { return false }
            return self.connection.publish(json, to: self.subject, reply: self.inbox)
        }
    }
#endif
