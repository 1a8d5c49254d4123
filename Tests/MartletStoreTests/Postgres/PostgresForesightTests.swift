// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import MartletRules
    import MartletStore
    import MartletWire
    import Testing

    /// What a batch asks ahead: little is waited for, and no answer outlives what it was about.
    @Suite(
        .enabled(if: PostgresPlace.server != nil, "MARTLET_TEST_POSTGRES names no database"),
        .timeLimit(.minutes(5))
    )
    struct PostgresForesightTests {
        @Test func `a batch of sends waits for the database twice, of whatever size it is`() async throws {
            try await Self.run { bench, talk in
                // What is prepared on the connection is so already.
                _ = await bench.together((0..<2).map { talk.sending("warm up \($0)", key: "w\($0)") })
                for size in [2, 200] {
                    let before = try bench.roundTrips
                    let sent = await bench.together((0..<size).map { talk.sending("\($0)", key: "\(size) \($0)") })
                    #expect(sent.count == size)
                    for outcome in sent { #expect(throws: Never.self) { try outcome.get() } }
                    // And once for the change that holds the others up, which asks nothing.
                    #expect(try bench.roundTrips - before == 2)
                }
            }
        }

        @Test func `a key that is used twice in one batch has one effect`() async throws {
            try await Self.run { bench, talk in
                let sends = [
                    talk.sending("one", key: "k"), talk.sending("again", key: "k"), talk.sending("two", key: "l"),
                ]
                let ids = try await bench.together(sends).map { try $0.get() }
                #expect(ids[0] == ids[1] && ids[2].rawValue == ids[0].rawValue + 1)
            }
        }

        @Test func `what a change of the batch makes, a later one finds`() async throws {
            try await Self.run { bench, talk in
                let message = try await talk.say("before", key: "k")
                let bodies = try await bench.together(
                    { try $0.body(under: "k", of: talk.ada) },
                    { transaction in
                        guard let stored = try transaction.message(message.id) else { return "" }
                        try transaction.replaceBody(of: stored, in: talk.workspace, with: "after", at: stored.bodySeq)
                        return "edited"
                    },
                    { try $0.body(under: "k", of: talk.ada) }
                ).map { try $0.get() }
                #expect(bodies == ["before", "edited", "after"])
                let names = try await bench.together(
                    { try $0.user(talk.cleo)?.displayName },
                    { transaction in
                        try transaction.rename(talk.cleo, name: "cleo", displayName: "Cleo")
                        return nil
                    },
                    { try $0.user(talk.cleo)?.displayName }
                ).map { try $0.get() }
                #expect(names == ["cleo", nil, "Cleo"])
            }
        }

        private static func run(_ story: (StoreBench, TalkingStore) async throws -> Void) async throws {
            // Nobody but the test asks the database for anything.
            let place = try PostgresPlace(probeInterval: .seconds(3600))
            defer { place.remove() }
            try await StoreBench.run(place, epoch: "a") { bench in
                try await story(bench, try await TalkingStore(bench.store))
            }
        }
    }

    extension StoreBench {
        /// How often the store has waited for its database.
        fileprivate var roundTrips: Int {
            get throws { try #require(self.store as? PostgresStore).roundTrips }
        }
    }

    extension TalkingStore {
        /// A change that sends a keyed message, as a core's does.
        fileprivate func sending(_ body: String, key: String) -> @Sendable (any StoreWriting) throws -> MessageID {
            { transaction in
                if let sent = try transaction.message(sentBy: self.ada, under: key) { return sent.message.id }
                _ = try transaction.seat(of: self.ada, in: self.open)
                return try transaction.say(body, by: self.ada, in: self.open, of: self.workspace, key: key).id
            }
        }
    }

    extension StoreReading {
        fileprivate func body(under key: String, of user: UserID) throws -> String {
            try self.message(sentBy: user, under: key)?.message.body ?? ""
        }
    }
#endif
