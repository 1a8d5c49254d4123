// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletTesting
import MartletWire
import Testing

@Suite(.timeLimit(.minutes(5))) struct CredentialCourierTests {
    private static let server = "https://chat.example.org"
    private static let heartbeat: JSONValue = [
        "sessionSync": ["phase1ForegroundResync": true, "phase2VisibleHeartbeat": true]
    ]

    private func running(
        token: @escaping @Sendable () async throws -> String? = { "t" },
        _ story: (CredentialCourier<ManualClock>, ManualClock) async -> Void
    ) async {
        let clock = ManualClock()
        let courier = CredentialCourier(client: "app", generation: 10, clock: clock, token: token)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await courier.run() }
            await story(courier, clock)
            group.cancelAll()
        }
    }

    @Test func `R0-8: whoever signs in is pushed to who lives, end to end, and again at each heartbeat`() async {
        await self.running { courier, clock in
            let worker = RecordingReceiver()
            await courier.configure(Self.heartbeat)
            await courier.visibilityChanged(isVisible: true)
            await courier.receiversChanged(["worker": worker])
            await courier.signedIn(server: Self.server, user: "2")
            #expect(await worker.next() == "keep 2 t 11")
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Until the next beat time may have to pass more than once: a push that is still under way is one.
                    while !Task.isCancelled {
                        await clock.sleeperArrived()
                        clock.advance(by: .seconds(600))
                        await Task.yield()
                    }
                }
                #expect(await worker.next() == "keep 2 t 11")
                group.cancelAll()
            }
        }
    }

    @Test func `R0-16: a sign-out makes receivers forget, with a generation above every push`() async {
        await self.running { courier, _ in
            let worker = RecordingReceiver()
            await courier.receiversChanged(["worker": worker])
            await courier.signedIn(server: Self.server, user: "2")
            #expect(await worker.next() == "keep 2 t 11")
            await courier.signedOut()
            #expect(await worker.next() == "forget 2 12")
        }
    }

    @Test func `R0-17: a receiver that takes another's place is told at once, and only that one`() async {
        await self.running { courier, _ in
            let (old, new) = (RecordingReceiver(.refuses), RecordingReceiver())
            await courier.receiversChanged(["old": old])
            await courier.signedIn(server: Self.server, user: "2")
            #expect(await old.next() == "keep 2 t 11")
            await courier.receiversChanged(["new": new])
            #expect(await new.next() == "keep 2 t 11")
        }
    }

    @Test func `R0-12: a receiver that hangs is given up, and the next push is made`() async {
        await self.running { courier, clock in
            let (stuck, well) = (RecordingReceiver(.hangs), RecordingReceiver())
            await courier.receiversChanged(["stuck": stuck])
            await courier.signedIn(server: Self.server, user: "2")
            #expect(await stuck.next() == "keep 2 t 11")
            await courier.receiversChanged(["stuck": stuck, "well": well])
            await clock.sleeperArrived()
            clock.advance(by: .seconds(5))
            #expect(await well.next() == "keep 2 t 11")
        }
    }

    @Test func `R0-4: without a token nothing is handed over, and with one again it is`() async {
        let tokens = TokenBox()
        await self.running(token: { await tokens.next() }) { courier, _ in
            let worker = RecordingReceiver()
            await courier.receiversChanged(["worker": worker])
            await courier.signedIn(server: Self.server, user: "2")
            await tokens.asked()
            await tokens.set("fresh")
            await courier.tokenChanged()
            #expect(await worker.next() == "keep 2 fresh 11")
        }
    }

    @Test func `R0-18: no description of a delivery shows the token`() async {
        await self.running(token: { "hush" }) { courier, _ in
            let keeper = DescribingReceiver()
            await courier.receiversChanged(["worker": keeper])
            await courier.signedIn(server: Self.server, user: "2")
            var text = ""
            for await line in keeper.texts {
                text = line
                break
            }
            #expect(text.contains("generation 11") && !text.contains("hush"))
        }
    }
}

/// A token that comes and goes.
private actor TokenBox {
    private var token: String?
    private var wasAsked = false
    private var waiter: CheckedContinuation<Void, Never>?

    func next() -> String? {
        self.wasAsked = true
        self.waiter?.resume()
        self.waiter = nil
        return self.token
    }

    func set(_ token: String) { self.token = token }

    func asked() async {
        guard !self.wasAsked else { return }
        await withCheckedContinuation { self.waiter = $0 }
    }
}

/// Writes down how a delivery looks in every way that a log might write it.
private final class DescribingReceiver: CredentialReceiver {
    let texts: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() {
        (self.texts, self.continuation) = AsyncStream.makeStream()
    }

    func keep(_ delivery: CredentialDelivery) async throws {
        var dumped = ""
        dump(delivery, to: &dumped)
        self.continuation.yield("\(delivery) \(String(reflecting: delivery)) \(dumped)")
    }

    func forget(_ owner: CredentialOwner, generation: UInt64) async throws {}
}
