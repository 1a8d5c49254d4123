// SPDX-License-Identifier: Apache-2.0

#if NATS
    /// Something that was heard on the bus.
    struct NATSMessage: Sendable {
        var route: NATSRoute
        /// Where the speaker wants to be answered; empty if it does not.
        var reply: String
        /// What was said; nil if this is the server's word that nobody listens where something was asked.
        var json: [UInt8]?
        /// Which part this is of something that did not fit into one message.
        var part: NATSPart?
    }
#endif
