// SPDX-License-Identifier: Apache-2.0

#if NATS
    import CNATS
    import Dispatch
    import NIOCore
    import Synchronization

    /// One connection to a NATS server, from its beginning to its end: it is never mended.
    ///
    /// What is said goes out on a queue of its own, since the C client may block; what is heard comes by a
    /// ``NATSInflow``, in the order in which it came.
    final class NATSConnection: Sendable {
        private struct Outgoing: Sendable {
            var json: [UInt8]
            var subject: String
            var reply: String?
        }

        private struct State {
            var outgoing: [Outgoing] = []
            /// Bytes that the client has not taken.
            var pending = 0
            var isScheduled = false
            var isClosed = false
            /// How many wholes were sent in parts.
            var wholes = 0
        }

        /// The most bytes that may wait for a server that takes none.
        private static let limit = 64 * 1024 * 1024
        /// What a message has besides its JSON: the header of a part.
        private static let overhead = 256

        // The client's own lock guards it, on whatever thread.
        private nonisolated(unsafe) let handle: OpaquePointer
        // Grows while one task sets the connection up, and is read again by nobody but `deinit`.
        private nonisolated(unsafe) var subscriptions: [OpaquePointer] = []
        private let inflow: NATSInflow
        private let ending: NATSEnding
        private let queue: DispatchQueue
        private let metrics = BusMetrics()
        private let state = Mutex(State())
        /// Names this connection, as nobody else's is.
        let name: String
        /// The most bytes of JSON in one message, as the server says.
        let payload: Int

        /// Connects, under a name that is a word of subjects and that nobody else has.
        static func open(to access: NATSAccess, as name: String, _ inflow: NATSInflow) async throws -> NATSConnection {
            let queue = DispatchQueue(label: "martlet.nats")
            return try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(
                        with: Result { try NATSConnection(to: access, as: name, inflow, queue) }
                    )
                }
            }
        }

        private init(
            to access: NATSAccess,
            as name: String,
            _ inflow: NATSInflow,
            _ queue: DispatchQueue
        ) throws(NATSFailure) {
            self.name = name
            self.queue = queue
            self.inflow = inflow
            let ending = NATSEnding()
            self.ending = ending
            let options = try NATSOptions(access, name: "martlet \(name)")
            // Its handle is not what keeps it.
            defer { withExtendedLifetime(options) {} }
            // Whoever is slow has missed something; it begins anew, and asks.
            try NATSFailure.check(
                natsOptions_SetErrorHandler(
                    options.handle,
                    { _, _, status, closure in NATSEnding.of(closure)?.fail(NATSFailure(status).description) },
                    ending.pointer
                )
            )
            try NATSFailure.check(
                natsOptions_SetClosedCB(
                    options.handle,
                    { _, closure in NATSEnding.of(closure)?.close() },
                    ending.pointer
                )
            )
            var handle: OpaquePointer?
            ending.retain()
            let status = natsConnection_Connect(&handle, options.handle)
            guard status == NATS_OK else {
                // What was never open is never told to have closed.
                ending.close()
                throw NATSFailure(status)
            }
            guard let handle else { preconditionFailure("a connection that was made is there") }
            self.handle = handle
            self.payload = max(1024, Int(natsConnection_GetMaxPayload(handle)) - Self.overhead)
        }

        /// Listens to a subject; with others, if they share a queue.
        ///
        /// For whoever opened the connection alone.
        func subscribe(to subject: String, as route: NATSRoute, sharing queue: String? = nil) throws(NATSFailure) {
            let ear = Unmanaged.passRetained(NATSEar(route: route, inflow: self.inflow)).toOpaque()
            var subscription: OpaquePointer?
            let status =
                if let queue {
                    natsConnection_QueueSubscribe(&subscription, self.handle, subject, queue, NATSEar.hear, ear)
                } else {
                    natsConnection_Subscribe(&subscription, self.handle, subject, NATSEar.hear, ear)
                }
            guard status == NATS_OK else {
                Unmanaged<NATSEar>.fromOpaque(ear).release()
                throw NATSFailure(status)
            }
            natsSubscription_SetPendingLimits(subscription, -1, CInt(Self.limit))
            natsSubscription_SetOnCompleteCB(
                subscription,
                { closure in closure.map { Unmanaged<NATSEar>.fromOpaque($0).release() } },
                ear
            )
            guard let subscription else { preconditionFailure("a subscription that was made is there") }
            self.subscriptions.append(subscription)
        }

        /// Says something, in order; false if it could not be said, and certainly was not.
        func publish(_ json: [UInt8], to subject: String, reply: String? = nil) -> Bool {
            guard json.count <= LinkFrame.sizeLimit else { return false }
            enum Next { case schedule, wait, cut, refuse }
            let next = self.state.withLock { state -> Next in
                guard !state.isClosed else { return .refuse }
                guard state.pending + json.count <= Self.limit else {
                    state.isClosed = true
                    return .cut
                }
                state.outgoing.append(Outgoing(json: json, subject: subject, reply: reply))
                state.pending += json.count
                defer { state.isScheduled = true }
                return state.isScheduled ? .wait : .schedule
            }
            switch next {
            case .schedule: self.queue.async { self.drain() }
            case .wait: break
            case .cut: self.ending.fail("the server takes nothing")
            case .refuse: return false
            }
            return next != .cut
        }

        /// Returns when the connection is of no more use, with the client's reason if it gave one.
        @discardableResult
        func ended() async -> String? {
            await self.ending.ended()
            self.state.withLock { $0.isClosed = true }
            return self.ending.reason
        }

        /// Says what is still to be said, and ends the connection.
        func close() async {
            self.state.withLock { $0.isClosed = true }
            await withCheckedContinuation { continuation in
                self.queue.async {
                    self.drain()
                    natsConnection_Close(self.handle)
                    continuation.resume()
                }
            }
        }

        deinit {
            for subscription in self.subscriptions { natsSubscription_Destroy(subscription) }
            natsConnection_Destroy(self.handle)
        }
    }

    // MARK: - Writing

    extension NATSConnection {
        private func drain() {
            let outgoing = self.state.withLock { state in
                state.isScheduled = false
                state.pending = 0
                defer { state.outgoing = [] }
                return state.outgoing
            }
            for message in outgoing {
                let status = self.write(message)
                guard status == NATS_OK else {
                    self.ending.fail(NATSFailure(status).description)
                    return
                }
            }
        }

        private func write(_ message: Outgoing) -> natsStatus {
            let json = message.json
            guard json.count > self.payload else {
                self.metrics.sent(json.count)
                return json.withUnsafeBytes { bytes in
                    let start = bytes.baseAddress
                    guard let reply = message.reply else {
                        return natsConnection_Publish(self.handle, message.subject, start, CInt(bytes.count))
                    }
                    return natsConnection_PublishRequest(
                        self.handle,
                        message.subject,
                        reply,
                        start?.assumingMemoryBound(to: CChar.self),
                        CInt(bytes.count)
                    )
                }
            }
            let whole = self.state.withLock { state in
                state.wholes += 1
                return "\(self.name).\(state.wholes)"
            }
            let count = (json.count + self.payload - 1) / self.payload
            for index in 0..<count {
                let slice = json[index * self.payload..<min(json.count, (index + 1) * self.payload)]
                let part = NATSPart(of: whole, index: index, count: count)
                let status = self.write(Array(slice), as: part, of: message)
                guard status == NATS_OK else { return status }
            }
            return NATS_OK
        }

        private func write(_ bytes: [UInt8], as part: NATSPart, of whole: Outgoing) -> natsStatus {
            self.metrics.sent(bytes.count)
            var message: OpaquePointer?
            let made = bytes.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                return natsMsg_Create(&message, whole.subject, whole.reply, start, CInt(bytes.count))
            }
            guard made == NATS_OK else { return made }
            defer { natsMsg_Destroy(message) }
            let named = natsMsgHeader_Set(message, NATSPart.header, part.description)
            return named == NATS_OK ? natsConnection_PublishMsg(self.handle, message) : named
        }
    }
#endif
