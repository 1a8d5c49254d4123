// SPDX-License-Identifier: Apache-2.0

#if NATS
    import MartletRules
    import MartletServer
    import MartletWire
    import Synchronization
    import Testing

    /// What only a bus can do: carry several edges, and several systems.
    @Suite(.timeLimit(.minutes(5)), .enabled(if: NATSAccess.isTested)) struct NATSLinkTests {
        @Test func `a core that begins again on its log is a continuation, and another log is not`() async throws {
            let access = NATSAccess.testing()
            let follower = LinkFollower()
            let link = RemoteLink.testing(access)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await link.follow(as: follower, from: { follower.position }, { follower.hear($0) })
                }
                try await CoreHarness.run { harness in
                    _ = try await harness.person("ada")
                    try await harness.listening(on: access) {
                        await follower.waitUntilJoined()
                        follower.position = harness.core.position
                    }
                } afterRestart: { harness in
                    try await harness.listening(on: access) { await follower.waitUntilJoined(times: 2) }
                }
                follower.position = Position(epoch: Epoch(rawValue: "restored over"), seq: 5)
                try await CoreHarness.run { harness in
                    try await harness.listening(on: access) { await follower.waitUntilJoined(times: 3) }
                }
                tasks.cancelAll()
            }
            #expect(follower.news.joined.map(\.isContinuation) == [false, true, false])
        }

        @Test func `every edge hears everything, and operators reach each`() async throws {
            try await Self.play { harness, access in
                let owner = try await harness.person("ada")
                let (here, there) = (LinkFollower(), LinkFollower())
                try await RemoteLink.testing(access, as: "here").followed(by: here) {
                    try await RemoteLink.testing(access, as: "there").followed(by: there) {
                        let start = harness.head
                        for _ in 1...20 { _ = try await harness.workspace(of: owner) }
                        for follower in [here, there] {
                            await follower.wait(for: harness.head)
                            let seqs = follower.news.entries.map(\.seq).filter { $0 > start }
                            #expect(seqs == Array(start + 1...harness.head))
                        }
                        #expect(harness.core.edges.all.count == 2)
                        for edge in harness.core.edges.all { #expect(await edge.standing.connections == 1) }
                    }
                }
            }
        }

        @Test func `an edge that says nothing for its lease is lost with its people, and nobody else`() async throws {
            var settings = CoreSettings()
            settings.presenceGrace = .zero
            var short = NATSAccess.testing()
            short.settings.lease = .milliseconds(1500)
            short.settings.renewal = .milliseconds(200)
            try await Self.play(settings: settings, on: short) { harness, access in
                let (ada, ben) = (try await harness.person("ada"), try await harness.person("ben"))
                // It tells of its people once, and renews nothing.
                var silent = access
                silent.settings.renewal = .seconds(3600)
                try await RemoteLink.testing(access, as: "here").followed(by: LinkFollower()) { here in
                    try await RemoteLink.testing(silent, as: "there").followed(by: LinkFollower()) { there in
                        here.reconcile([ada: 1])
                        there.reconcile([ben: 1])
                        for link in [here, there] { _ = try await link.presence(of: []) }
                        #expect(harness.core.presence.isOnline(ada))
                        #expect(harness.core.presence.isOnline(ben))
                        while harness.core.presence.isOnline(ben) { await Task.yield() }
                        #expect(harness.core.presence.isOnline(ada))
                        #expect(harness.core.edges.all.count == 1)
                    }
                }
            }
        }

        @Test func `two systems share a server, and hear nothing of each other`() async throws {
            let (here, there) = (NATSAccess.testing(), NATSAccess.testing())
            try await CoreHarness.run { first in
                try await CoreHarness.run { second in
                    try await first.listening(on: here) {
                        try await second.listening(on: there) {
                            _ = try await second.person("ada")
                            let follower = LinkFollower()
                            try await RemoteLink.testing(there).followed(by: follower) {
                                #expect(follower.news.joined.last?.position == second.core.position)
                                _ = try await first.person("ben")
                                _ = try await second.person("cy")
                                await follower.wait(for: second.head)
                                #expect(follower.news.entries.allSatisfy { $0.seq <= second.head })
                            }
                        }
                    }
                }
            }
        }

        @Test func `how people stand is known at the edge by the time it is told who they are`() async throws {
            try await Self.play { harness, access in
                let ada = try await harness.person("ada")
                _ = try await harness.call(AdminUserDisable(userID: ada), as: Caller.operatorID)
                try await RemoteLink.testing(access).followed(by: LinkFollower()) { link in
                    #expect(link.standing(of: ada)?.isDisabled == true)
                    for number in 1...20 {
                        let account = try await link.resolve(
                            issuer: "i",
                            subject: "new \(number)",
                            displayName: nil,
                            provision: true
                        )
                        #expect(link.standing(of: account.userID) != nil)
                    }
                }
            }
        }

        @Test func `a call of the largest size there is arrives whole`() async throws {
            try await Self.play { harness, access in
                let owner = try await harness.person("ada")
                try await RemoteLink.testing(access).followed(by: LinkFollower()) { link in
                    // Every quotation mark takes two bytes on the bus, and twice so in the call.
                    let text = String(repeating: #"\""#, count: 500_000)
                    let call = #"{"jsonrpc":"2.0","id":"\#(text)","method":"user.me","params":{}}"#
                    let answer = try await link.call(call, as: owner)
                    #expect(answer?.contains("error") == true || answer?.contains(text) == true)
                }
            }
        }

        /// Runs a story with a core on the bus.
        private static func play(
            settings: CoreSettings = CoreSettings(),
            on access: NATSAccess = .testing(),
            _ story: @escaping (CoreHarness, NATSAccess) async throws -> Void
        ) async throws {
            try await CoreHarness.run(settings: settings) { harness in
                try await harness.listening(on: access) { try await story(harness, access) }
            }
        }
    }

    extension RemoteLink {
        /// Follows while a story runs that wants the link itself.
        fileprivate func followed(by follower: LinkFollower, _ story: (RemoteLink) async throws -> Void) async throws {
            try await self.followed(by: follower) { try await story(self) }
        }
    }
#endif
