// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import Dispatch
    import Logging
    import MartletRules
    import MartletWire
    import Synchronization

    extension PostgresStore {
        private enum Work {
            case commit([Change])
            case follow
            case rest(closing: [@Sendable () -> Void])
        }

        func run() {
            while true {
                switch self.nextWork() {
                case .commit(let batch):
                    self.commit(batch)
                    self.tellOfPeers()
                case .follow:
                    self.follow()
                    self.tellOfPeers()
                case .rest(let closing):
                    for told in closing { told() }
                    return
                }
            }
        }

        private func nextWork() -> Work {
            self.state.withLock { state in
                guard !state.waiting.isEmpty else {
                    guard !state.mustFollow || state.health == .closed else {
                        state.mustFollow = false
                        return .follow
                    }
                    state.isRunning = false
                    defer { state.closing = [] }
                    return .rest(closing: state.closing)
                }
                let batch = Array(state.waiting.prefix(self.configuration.batchLimit))
                state.waiting.removeFirst(batch.count)
                return .commit(batch)
            }
        }

        /// What tells a change's success, or its own failure.
        private typealias Outcome = Result<@Sendable (CommitFailure?) -> Void, any Error>

        private func commit(_ batch: [Change]) {
            let start = ContinuousClock.now
            // While commits fail nobody is kept waiting for a database that is not there; one that is back is waited for.
            var deadline = self.health == .writable ? start + self.configuration.patience : start
            var outcomes: [Outcome] = []
            // Whether the database was asked to commit this batch, and its answer never came; an earlier batch's doubt
            // is not this one's.
            var isInDoubt = false
            let earlier = self.writer.doubt
            while true {
                do {
                    let wasCommitted = try self.connectAgain()
                    deadline = start + self.configuration.patience
                    if isInDoubt, wasCommitted == true { return self.tell(batch, outcomes, since: start) }
                    isInDoubt = false
                    try self.attempt(batch, &outcomes)
                    return self.tell(batch, outcomes, since: start)
                } catch {
                    isInDoubt = isInDoubt || (self.writer.doubt != nil && self.writer.doubt != earlier)
                    let isLost = (error as? PostgresError)?.meansLostConnection ?? false
                    if isLost { self.writer.disconnect() }
                    guard isLost, ContinuousClock.now < deadline else {
                        return self.failed(batch, outcomes, error, outcome: isInDoubt ? .unknown : .none)
                    }
                    self.pause()
                }
            }
        }

        private func tell(_ batch: [Change], _ outcomes: [Outcome], since start: ContinuousClock.Instant) {
            self.metrics.committed(batch.count, in: ContinuousClock.now - start)
            for (change, outcome) in zip(batch, outcomes) {
                switch outcome {
                case .success(let tell): tell(nil)
                case .failure(let error): change.fail(error)
                }
            }
        }

        private func failed(
            _ batch: [Change],
            _ attempted: [Outcome],
            _ error: any Error,
            outcome: RPCError.Outcome
        ) {
            let reason = (error as? PostgresError)?.operatorReason ?? "unexpected error"
            let failure = CommitFailure(outcome: outcome, reason: reason)
            self.logger.error("commit failed", metadata: ["reason": "\(reason)", "changes": "\(batch.count)"])
            self.metrics.failed()
            self.state.withLock { state in
                if state.health != .closed { state.health = .failing(reason) }
            }
            for (index, change) in batch.enumerated() {
                if index < attempted.count, case .failure(let own) = attempted[index] {
                    change.fail(own)
                } else {
                    change.fail(failure)
                }
            }
        }

        /// Commits the changes and tells of the entries.
        ///
        /// Few fail, and fewer after they wrote: savepoints are for a second attempt at the batch in which one did.
        private func attempt(_ batch: [Change], _ outcomes: inout [Outcome]) throws {
            do {
                try self.attempt(batch, areGuarded: false, &outcomes)
            } catch is PostgresTransaction.Entangled {
                try self.attempt(batch, areGuarded: true, &outcomes)
            }
        }

        private func attempt(_ batch: [Change], areGuarded: Bool, _ outcomes: inout [Outcome]) throws {
            guard let connection = self.writer.connection else { throw PostgresError.unreachable("not connected") }
            outcomes = []
            outcomes.reserveCapacity(batch.count)
            let transaction = self.transaction(on: connection)
            let token = self.writer.nextToken()
            do {
                if batch.count > 1, !areGuarded { try transaction.foresee(batch) }
                for change in batch {
                    outcomes.append(try self.attempt(change, in: transaction, isGuarded: areGuarded))
                }
                let others = try self.entriesOfOthers(before: transaction)
                try transaction.commit(token)
                self.advance(over: transaction, others)
            } catch {
                if transaction.isCommitting { self.writer.doubt = token }
                transaction.rollBack()
                guard !areGuarded, let error = error as? PostgresError, !error.meansStoreFailure else { throw error }
                throw PostgresTransaction.Entangled()
            }
        }

        /// A failure of the change itself stays with it; one of the store ends the whole batch.
        private func attempt(
            _ change: Change,
            in transaction: PostgresTransaction,
            isGuarded: Bool
        ) throws -> Outcome {
            do {
                return .success(try transaction.attempt(change, isGuarded: isGuarded))
            } catch let error as PostgresError where error.meansStoreFailure {
                throw error
            } catch let error as PostgresTransaction.Entangled {
                throw error
            } catch {
                return .failure(error)
            }
        }

        /// What other cores have committed since this one last looked, if the log was locked at all.
        private func entriesOfOthers(before transaction: PostgresTransaction) throws -> [LogEntry] {
            let known = self.extent.head
            guard let log = transaction.log, log.head > known else { return [] }
            return try transaction.entries(after: known, limit: Int(log.head - known))
        }

        private func advance(over transaction: PostgresTransaction, _ others: [LogEntry]) {
            let own = transaction.draft.entries
            self.state.withLock { state in
                state.extent.note(others + own)
                if let log = transaction.log { state.bytes = log.bytes + transaction.draft.gained }
            }
            if transaction.log != nil { self.becomeWritable() }
            if !others.isEmpty { self.followed(others) }
            if !own.isEmpty { self.committed(own) }
        }

        private func transaction(on connection: PostgresConnection) -> PostgresTransaction {
            PostgresTransaction(
                connection,
                at: self.clock(),
                limits: self.configuration.limits,
                isLeading: self.writer.isLeading
            )
        }
    }

    // MARK: - Connecting

    extension PostgresStore {
        /// Connects again if the connection was lost, and begins a term.
        ///
        /// - Returns: Whether the transaction that was in doubt had been committed; nil if none was.
        /// - Throws: ``PostgresError`` if there is no database to write to now.
        private func connectAgain() throws -> Bool? {
            guard !self.writer.isConnected else { return nil }
            let connection = try PostgresConnection(self.configuration, for: .writing)
            self.writer.connect(connection, term: self.epochs())
            let known = self.extent
            let arrival: PostgresWriter.Arrival
            do {
                arrival = try self.writer.arrive(at: self.clock(), limits: self.configuration.limits, knowing: known)
            } catch {
                self.writer.disconnect()
                throw error
            }
            self.state.withLock { state in
                state.extent = arrival.extent
                state.bytes = arrival.bytes
            }
            self.readers.turn(to: connection.host)
            self.logger.notice("connected to the database again", metadata: ["seq": "\(arrival.extent.head)"])
            self.becomeWritable()
            self.committed(arrival.entries)
            self.peers.tell(.missedNotes)
            // What was in doubt is known now, and must be told whatever becomes of this.
            try? self.writer.seekLead()
            return arrival.wasCommitted
        }

        private func becomeWritable() {
            self.state.withLock { state in
                if state.health != .closed { state.health = .writable }
            }
        }

        /// Lets the database some time to come back.
        private func pause() {
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.1)
        }
    }

    // MARK: - Following

    extension PostgresStore {
        package func lookAgain() {
            let mustStart = self.state.withLock { state in
                guard state.health != .closed else { return false }
                state.mustFollow = true
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if mustStart { self.queue.async { self.run() } }
        }

        func lookAgainSoon() {
            let seconds = self.configuration.probeInterval / .seconds(1)
            self.queue.asyncAfter(deadline: .now() + seconds) { [weak self] in
                guard let self, self.health != .closed else { return }
                self.lookAgain()
                self.lookAgainSoon()
            }
        }

        /// Connects if need be, tells of other cores' entries and of where the log begins now, and finds out whether a
        /// database that took no commits does so again: nobody may come to try.
        private func follow() {
            do {
                _ = try self.connectAgain()
                try self.readOn()
                try self.writer.seekLead()
                if self.health != .writable { try self.probe() }
            } catch {
                let error = error as? PostgresError
                if error?.meansLostConnection ?? false { self.writer.disconnect() }
                self.state.withLock { state in
                    guard state.health != .closed else { return }
                    state.health = .failing(error?.operatorReason ?? "unexpected error")
                }
            }
        }

        private func readOn() throws {
            guard let connection = self.writer.connection else { return }
            let known = self.extent.head
            let (entries, floor, bytes) = try PostgresSnapshot.read(
                through: connection,
                limits: self.configuration.limits
            ) { snapshot in
                (
                    try snapshot.entries(after: known, limit: .max),
                    try snapshot.integer("SELECT MIN(seq) FROM log"),
                    try snapshot.integer("SELECT bytes FROM log_total")
                )
            }
            self.state.withLock { state in
                state.extent.note(entries)
                state.extent.floor = floor ?? state.extent.floor
                state.bytes = bytes ?? state.bytes
            }
            if !entries.isEmpty { self.followed(entries) }
        }

        /// Tells of the other cores: what they noted, and whether this one leads.
        private func tellOfPeers() {
            for note in self.writer.takeNotes() { self.peers.tell(.noted(note)) }
            self.peers.leads(self.writer.isLeading)
        }

        private func probe() throws {
            guard let connection = self.writer.connection else { return }
            let transaction = self.transaction(on: connection)
            do {
                try transaction.execute("UPDATE log_total SET bytes = bytes")
                try transaction.commit(self.writer.nextToken())
            } catch {
                transaction.rollBack()
                throw error
            }
            self.becomeWritable()
            self.logger.notice("commits succeed again")
        }
    }

    extension LogSpan {
        /// Entries were appended, some of which may begin terms.
        fileprivate mutating func note(_ entries: [LogEntry]) {
            self.head = entries.last?.seq ?? self.head
            for entry in entries {
                if let epoch = entry.term { self.terms.append(Term(epoch: epoch, firstSeq: entry.seq)) }
            }
        }
    }
#endif
