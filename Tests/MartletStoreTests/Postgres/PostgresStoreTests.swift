// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import MartletRules
    import MartletStore
    import MartletWire
    import Synchronization
    import Testing

    /// What only the store on PostgreSQL promises: how it stands with other cores, and with a database that goes away.
    @Suite(
        .enabled(if: PostgresPlace.server != nil, "MARTLET_TEST_POSTGRES names no database"),
        .timeLimit(.minutes(5))
    )
    struct PostgresStoreTests {
        @Test func `cores on one database share one order, and each hears of everything`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { first in
                try await StoreBench.run(place, epoch: "b") { second in
                    #expect(second.store.extent.terms.map(\.firstSeq) == [1, 2])
                    let seqs = try await withThrowingTaskGroup(of: Seq.self) { group in
                        for number in 0..<200 {
                            let bench = number.isMultiple(of: 2) ? first : second
                            group.addTask { try await bench.append(to: .user(1)) }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(seqs.sorted() == Array(3...202))
                    for bench in [first, second] { try await bench.heard(202) }
                    #expect(first.entries.map(\.seq) == Array(2...202), "with the second's term")
                    #expect(second.entries.map(\.seq) == Array(3...202))
                    #expect(first.store.extent.epoch == second.store.extent.epoch)
                }
            }
        }

        @Test func `a key used at two cores at once has one effect`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { first in
                try await StoreBench.run(place, epoch: "b") { second in
                    for number in 0..<40 {
                        let effects = try await withThrowingTaskGroup(of: Bool.self) { group in
                            for bench in [first, second] {
                                group.addTask { try await bench.store.commit { try $0.once("key \(number)") } }
                            }
                            return try await group.reduce(0) { $1 ? $0 + 1 : $0 }
                        }
                        #expect(effects == 1)
                    }
                }
            }
        }

        @Test func `one of two cores leads, and the other one when it is gone`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { second in
                let news = Heard(from: second.store)
                try await StoreBench.run(place, epoch: "b") { first in
                    // Whoever is first to come leads; they change places when it has lost its connection.
                    try place.cutOff()
                    try await first.append(to: .user(1))
                    try await second.append(to: .user(1))
                    while first.store.peers.isLeading == second.store.peers.isLeading {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    for bench in [first, second] {
                        let isLeading = try await bench.store.commit { $0.isLeading }
                        #expect(isLeading == bench.store.peers.isLeading)
                    }
                }
                while !second.store.peers.isLeading { try await Task.sleep(for: .milliseconds(5)) }
                #expect(news.all.contains(.missedNotes), "after the connection was lost")
                #expect(news.leads.last == true)
            }
        }

        @Test func `what a core keeps in memory is noted to the others, and not to itself`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { first in
                try await StoreBench.run(place, epoch: "b") { second in
                    let (own, others) = (Heard(from: first.store), Heard(from: second.store))
                    let user = try await first.store.commit { transaction in
                        let user = try transaction.addUser(name: "ada", displayName: "Ada").id
                        try transaction.setStanding(AccountStatus(isDisabled: true), of: user)
                        return user
                    }
                    _ = try? await first.store.commit { transaction in
                        try transaction.setStatusText("gone", of: user)
                        throw Refusal()
                    }
                    try await first.store.commit { try $0.setStatusText("away", of: user) }
                    second.store.lookAgain()
                    let expected: [PeerNote] = [
                        .userAdded(user), .standingChanged(of: user, to: AccountStatus(isDisabled: true)),
                        .presenceChanged(user),
                    ]
                    while others.notes.count < expected.count { try await Task.sleep(for: .milliseconds(5)) }
                    #expect(others.notes == expected)
                    #expect(own.notes == [])
                }
            }
        }

        @Test func `a commit whose answer is lost is known to be made, and is not made again`() async throws {
            let server = try #require(PostgresPlace.server?.split(separator: "host=").last.map(String.init))
            let place = ProxiedPlace(place: try PostgresPlace(), proxy: try LossyProxy(to: server))
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { bench in
                #expect(try await bench.append(to: .user(1)) == 2)
                place.proxy.loseNextCommit()
                #expect(try await bench.append(to: .user(1)) == 3)
                #expect(try await bench.append(to: .user(1)) == 5, "after the term of the new connection")
                #expect(bench.entries.map(\.seq) == [2, 3, 4, 5])
                #expect(bench.entries.map(\.term?.rawValue) == [nil, nil, "a.1", nil])
                #expect(bench.store.health == .writable && bench.store.extent.terms.map(\.firstSeq) == [1, 4])
                let stored = try await bench.store.read { try $0.entries(after: 0, limit: 10) }
                #expect(stored.map(\.seq) == [1, 2, 3, 4, 5])
            }
        }

        @Test func `a database that stands still is left for the next one, with its readers`() async throws {
            let server = try #require(PostgresPlace.server?.split(separator: "host=").last.map(String.init))
            let proxy = try LossyProxy(to: server)
            let direct = try PostgresPlace { configuration in
                configuration.answerWait = .seconds(2)
                // Only whoever finds out can end them.
                configuration.statementTime = .seconds(600)
            }
            let place = ProxiedPlace(place: direct, proxy: proxy, isFirstOfTwo: true)
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { bench in
                #expect(try await bench.append(to: .user(1)) == 2)
                // By way of a connection that is kept.
                let before = try await bench.store.read { try $0.head() }
                #expect(before == 2)
                proxy.standStillAtNextCommit()
                #expect(try await bench.append(to: .user(1)) == 3, "which had been made, and is not made again")
                #expect(bench.entries.map(\.seq) == [2, 3, 4], "with the term of the new connection")
                let after = try await bench.store.read { try $0.head() }
                #expect(after == 4)
            }
        }

        @Test func `a commit that the database did not make is made once`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { bench in
                try place.run(
                    """
                    CREATE SEQUENCE fuse;
                    CREATE FUNCTION burn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF nextval('fuse') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
                        RETURN NULL;
                    END $$;
                    CREATE CONSTRAINT TRIGGER burn AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION burn()
                    """
                )
                #expect(try await bench.append(to: .user(1)) == 3, "after the term of the new connection")
                #expect(bench.entries.map(\.seq) == [2, 3])
                let stored = try await bench.store.read { try $0.entries(after: 0, limit: 10) }
                #expect(stored.map(\.seq) == [1, 2, 3])
            }
        }

        @Test func `connections that are cut again and again lose nothing and double nothing`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { bench in
                let end = End()
                let seqs = try await withThrowingTaskGroup(of: [Seq].self) { group in
                    group.addTask {
                        while !end.hasCome {
                            let head = bench.store.extent.head
                            try place.cutOff()
                            // Past the new connection's term: however slow the machine is, something is done each time.
                            while bench.store.extent.head < head + 2, !end.hasCome {
                                try await Task.sleep(for: .milliseconds(5))
                            }
                        }
                        return []
                    }
                    let seqs = try await withThrowingTaskGroup(of: [Seq].self) { writers in
                        for writer in 0..<4 {
                            writers.addTask {
                                var seqs: [Seq] = []
                                for number in 0..<60 {
                                    let (isFirst, seq) = try await bench.store.commit { transaction in
                                        (
                                            try transaction.once("\(writer) \(number)"),
                                            try transaction.append(to: .user(1), ReadUpdated.note(0))
                                        )
                                    }
                                    #expect(isFirst, "what was not acknowledged left nothing")
                                    seqs.append(seq)
                                }
                                return seqs
                            }
                        }
                        return try await writers.reduce(into: []) { $0 += $1 }
                    }
                    end.come()
                    return seqs
                }
                let stored = try await bench.store.read { try $0.entries(after: 1, limit: .max) }
                #expect(stored.filter { $0.term == nil }.map(\.seq) == seqs.sorted(), "each once")
                #expect(stored.map(\.seq) == Array(2...bench.store.extent.head), "without holes")
                #expect(bench.entries.map(\.seq) == stored.map(\.seq), "and told in order")
                #expect(stored.contains { $0.term != nil }, "some connections were cut")
            }
        }

        @Test func `entries that a failover lost are not passed over in silence`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { bench in
                for _ in 1...5 { try await bench.append(to: .user(1)) }
                try place.run("DELETE FROM log WHERE seq > 3; UPDATE log_total SET head = 3")
                try place.cutOff()
                #expect(try await bench.append(to: .user(1)) == 5)
                #expect(bench.entries.map(\.seq) == [2, 3, 4, 5, 6, 4, 5])
                #expect(bench.entries[5].term == Epoch(rawValue: "a.1"), "a term begins where the past was lost")
                #expect(bench.store.extent.head == 5)
            }
        }

        @Test func `what PostgreSQL cannot keep fails alone`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { bench in
                let outcomes = await bench.together(
                    { try $0.addUser(name: "ada", displayName: "Ada").id },
                    { try $0.addUser(name: "nobody", displayName: "\u{0}").id },
                    { try $0.addUser(name: "ben", displayName: "Ben").id }
                )
                #expect(outcomes.map { try? $0.get() } == [2, nil, 3])
                #expect(bench.store.health == .writable)
            }
        }

        @Test func `a database of a newer release is refused`() async throws {
            let place = try PostgresPlace()
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { _ in }
            try place.run("INSERT INTO schema_step (name) VALUES ('flying cars')")
            let error = await #expect(throws: StoreError.self) { try await StoreBench.run(place, epoch: "b") { _ in } }
            #expect(error?.code == .newer)
        }

        @Test func `a database that is not there is refused without a word of the password`() throws {
            let configuration = PostgresConfiguration(address: "postgres://martlet:sesame@127.0.0.1:1/martlet")
            let error = #expect(throws: StoreError.self) {
                try PostgresStore(
                    configuration,
                    epochs: { Epoch(rawValue: "a") },
                    clock: { 0 },
                    logger: PostgresPlace.logger,
                    committed: { _ in }
                )
            }
            #expect(error?.code == .unreachable)
            #expect(error?.message.contains("database: the database cannot be reached") == true)
            #expect(error?.message.contains("sesame") == false)
        }
    }

    /// Everything that a store tells of the other cores.
    private final class Heard: Sendable {
        private let news = Mutex<[PeerNews]>([])

        init(from store: any Store) {
            store.peers.follow { news in self.news.withLock { $0.append(news) } }
        }

        var all: [PeerNews] { self.news.withLock { $0 } }
        var notes: [PeerNote] {
            self.all.compactMap { news in
                guard case .noted(let note) = news else { return nil }
                return note
            }
        }
        var leads: [Bool] {
            self.all.compactMap { news in
                guard case .leads(let isLeading) = news else { return nil }
                return isLeading
            }
        }
    }

    /// Says to one task that another is done.
    private final class End: Sendable {
        private let state = Mutex(false)

        var hasCome: Bool { self.state.withLock { $0 } }

        func come() {
            self.state.withLock { $0 = true }
        }
    }

    extension StoreBench {
        /// Waits until the store has told of an entry.
        fileprivate func heard(_ seq: Seq) async throws {
            while self.entries.last?.seq != seq { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    extension StoreWriting {
        /// Uses a key, and returns whether it was new.
        fileprivate func once(_ key: String) throws -> Bool {
            guard try self.idempotencyRecord(of: 1, method: "m", key: key) == nil else { return false }
            try self.remember(IdempotencyRecord(paramsHash: [1], reply: [2]), of: 1, method: "m", key: key)
            return true
        }
    }

    /// A place that is reached through a proxy.
    private struct ProxiedPlace: StorePlace {
        let place: PostgresPlace
        let proxy: LossyProxy
        /// Whether the database itself is tried where the proxy takes nobody.
        var isFirstOfTwo = false

        func open(
            epoch: Epoch,
            clock: @escaping @Sendable () -> Timestamp,
            committed: @escaping @Sendable ([LogEntry]) -> Void
        ) throws -> any Store {
            let direct = PostgresPlace.server?.split(separator: "host=").last ?? ""
            let address = self.place.address(of: self.proxy.address + (self.isFirstOfTwo ? ",\(direct)" : ""))
            return try self.place.open(epoch: epoch.rawValue, at: address, clock: clock, committed: committed)
        }

        func remove() {
            self.proxy.stop()
            self.place.remove()
        }
    }
#endif
