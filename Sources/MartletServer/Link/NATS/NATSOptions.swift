// SPDX-License-Identifier: Apache-2.0

#if NATS
    import CNATS

    /// The C client's options: made, filled, and destroyed with the object that holds them.
    final class NATSOptions {
        let handle: OpaquePointer

        /// A server that takes nothing for so long, in milliseconds, is given up.
        private static let writeDeadline: Int64 = 5000
        /// In milliseconds; two that are not answered end a connection.
        private static let pingInterval: Int64 = 3000
        private static let connectTimeout: Int64 = 2000

        init(_ access: NATSAccess, name: String) throws(NATSFailure) {
            var options: OpaquePointer?
            try NATSFailure.check(natsOptions_Create(&options))
            guard let options else { preconditionFailure("options that were made are there") }
            self.handle = options
            try NATSFailure.check(natsOptions_SetURL(options, access.servers.joined(separator: ",")))
            try NATSFailure.check(natsOptions_SetName(options, name))
            try NATSFailure.check(natsOptions_SetTimeout(options, Self.connectTimeout))
            try NATSFailure.check(natsOptions_SetPingInterval(options, Self.pingInterval))
            try NATSFailure.check(natsOptions_SetMaxPingsOut(options, 2))
            // Who has lost a connection has missed something: it begins anew, and asks.
            try NATSFailure.check(natsOptions_SetAllowReconnect(options, false))
            try NATSFailure.check(natsOptions_SetNoEcho(options, true))
            try NATSFailure.check(natsOptions_SetSendAsap(options, true))
            try NATSFailure.check(natsOptions_SetWriteDeadline(options, Self.writeDeadline))
            // On one thread, and so in the order in which they came, whichever subscription they came by.
            try NATSFailure.check(natsOptions_UseGlobalMessageDelivery(options, true))
            try self.set(identity: access.settings)
            if access.needsTLS { try self.setTLS(access.settings) }
        }

        deinit { natsOptions_Destroy(self.handle) }

        private func set(identity: ServerSettings.Bus) throws(NATSFailure) {
            if let file = identity.credentials {
                try NATSFailure.check(natsOptions_SetUserCredentialsFromFiles(self.handle, file, nil))
            }
            if let user = identity.user {
                let password = identity.password?.exposedText ?? ""
                try NATSFailure.check(natsOptions_SetUserInfo(self.handle, user, password))
            }
            if let token = identity.token {
                try NATSFailure.check(natsOptions_SetToken(self.handle, token.exposedText))
            }
        }

        private func setTLS(_ settings: ServerSettings.Bus) throws(NATSFailure) {
            try NATSFailure.check(natsOptions_SetSecure(self.handle, true))
            if let authority = settings.authority {
                try NATSFailure.check(natsOptions_LoadCATrustedCertificates(self.handle, authority))
            }
            if let certificate = settings.certificate, let key = settings.privateKey {
                try NATSFailure.check(natsOptions_LoadCertificatesChain(self.handle, certificate, key))
            }
        }
    }
#endif
