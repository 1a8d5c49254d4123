// SPDX-License-Identifier: Apache-2.0

#if NATS
    import CNATS

    /// Takes one subscription's messages from the C client, which calls it on a thread of its own and owns it until the
    /// subscription has ended.
    final class NATSEar: Sendable {
        private let route: NATSRoute
        private let inflow: NATSInflow

        init(route: NATSRoute, inflow: NATSInflow) {
            self.route = route
            self.inflow = inflow
        }

        static let hear: natsMsgHandler = { _, _, message, closure in
            guard let message else { return }
            defer { natsMsg_Destroy(message) }
            guard let closure else { return }
            Unmanaged<NATSEar>.fromOpaque(closure).takeUnretainedValue().hear(message)
        }

        private func hear(_ message: OpaquePointer) {
            var heard = NATSMessage(route: self.route, reply: "")
            if let reply = natsMsg_GetReply(message) { heard.reply = String(cString: reply) }
            if !natsMsg_IsNoResponders(message) {
                // The one copy: the client's bytes go with its message.
                let count = Int(natsMsg_GetDataLength(message))
                heard.json = Array(UnsafeRawBufferPointer(start: natsMsg_GetData(message), count: count))
                var part: UnsafePointer<CChar>?
                if natsMsgHeader_Get(message, NATSPart.header, &part) == NATS_OK, let part {
                    heard.part = NATSPart(String(cString: part))
                }
            }
            self.inflow.offer(heard)
        }
    }
#endif
