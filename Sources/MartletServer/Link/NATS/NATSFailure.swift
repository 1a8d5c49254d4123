// SPDX-License-Identifier: Apache-2.0

#if NATS
    import CNATS

    /// The NATS client could not do what it was asked.
    struct NATSFailure: Error, CustomStringConvertible {
        /// In the client's words, which name no secret.
        var description: String

        init(_ status: natsStatus) {
            self.description = String(cString: natsStatus_GetText(status))
        }

        /// Turns a status that is no success into an error.
        static func check(_ status: natsStatus) throws(NATSFailure) {
            guard status == NATS_OK else { throw NATSFailure(status) }
        }
    }
#endif
