// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// What people do and what goes wrong, drawn from the seed.
struct Storm {
    private let world: World
    private var said: [Seq] = []
    private var texts = 0
    private var locals = 0
    private let hasBackup: Bool
    private let hasLeaks: Bool

    /// How long things go wrong.
    static let length: Duration = .seconds(240)
    /// How long it takes until everything has come to rest afterwards.
    static let calm: Duration = .seconds(450)
    /// How long it takes until those who left then are seen to have left.
    static let night: Duration = .seconds(60)

    init(in world: World) {
        self.world = world
        self.hasBackup = Int.random(in: 0..<8, using: &world.chance) == 0
        self.hasLeaks = Int.random(in: 0..<8, using: &world.chance) == 0
    }

    /// Lets the whole of one history happen.
    mutating func run() async {
        let world = self.world
        world.core.start()
        for edge in world.edges { edge.start() }
        world.core.found()
        for user in world.users { for channel in world.channels { world.core.admit(user, to: channel) } }
        for client in world.clients { world.after(self.moment(.seconds(5))) { client.boot() } }
        await world.run(until: 5)
        let end = ManualInstant(Self.length)
        while world.now < end, world.judge.violation == nil {
            if Int.random(in: 0..<3, using: &world.chance) == 0 { self.goWrong() } else { self.act() }
            await world.run(until: min(end, world.now.advanced(by: self.moment(.seconds(12)))))
        }
        self.calmDown()
        await world.run(until: end.advanced(by: Self.calm / 2))
        for channel in world.channels { world.core.admit(1, to: channel) }
        self.say()
        let evening = end.advanced(by: Self.calm)
        await world.run(until: evening)
        if world.judge.violation == nil { world.judge.conclude() }
        self.goHome()
        await world.run(until: evening.advanced(by: Self.night))
        if world.judge.violation == nil { world.judge.concludePresence() }
    }

    private func moment(_ longest: Duration) -> Duration {
        longest * Double.random(in: 0..<1, using: &self.world.chance)
    }

    private func pick<Thing>(_ things: [Thing]) -> Thing {
        things[Int.random(in: 0..<things.count, using: &self.world.chance)]
    }

    // MARK: - What people do

    private mutating func act() {
        let world = self.world
        switch Int.random(in: 0..<20, using: &world.chance) {
        case 0..<9: self.say()
        case 9: self.takeBack()
        case 10: world.core.remove(self.pick(world.users), from: self.pick(world.channels))
        case 11, 12: world.core.admit(self.pick(world.users), to: self.pick(world.channels))
        case 13: world.core.dissolve(self.pick(world.channels))
        case 14, 15: self.beginWork()
        case 16, 17: self.pick(world.clients).running?.work.endAll()
        case 18: self.queue(.poison, urgency: .critical)
        default: self.queue(.forbidden, urgency: .batched)
        }
    }

    private mutating func say() {
        self.texts += 1
        let count = Int.random(in: 1...4, using: &self.world.chance)
        for number in 0..<count {
            let intent = Intent.say(self.pick(self.world.channels), text: "secret \(self.texts) \(number)")
            self.queue(intent, urgency: Bool.random(using: &self.world.chance) ? .critical : .batched)
        }
    }

    private mutating func takeBack() {
        let texts = self.world.core.books.messages.filter { $0.value.redactedBy == nil }.keys.sorted()
        guard !texts.isEmpty else { return }
        self.queue(.delete(self.pick(texts.suffix(6).map(\.self))), urgency: .critical)
    }

    private mutating func queue(_ intent: Intent, urgency: OutboxUrgency) {
        guard let running = self.pick(self.world.clients).running else { return }
        self.texts += 1
        let lane = self.pick(["left", "right"])
        let key = "\(intent.method) \(self.texts) of client \(running.client.id)"
        running.sending.queue(intent, under: key, in: "\(running.client.id) \(lane)", urgency: urgency)
    }

    private mutating func beginWork() {
        guard let running = self.pick(self.world.clients).running, running.client.device.work.isEmpty else { return }
        self.locals += 1
        running.work.begin(LocalID(rawValue: "work \(self.locals)"))
    }

    // MARK: - What goes wrong

    private mutating func goWrong() {
        let world = self.world
        let client = self.pick(world.clients)
        let edge = self.pick(world.edges)
        let length = self.moment(Bool.random(using: &world.chance) ? .seconds(15) : .seconds(200))
        switch Int.random(in: 0..<25, using: &world.chance) {
        case 0, 1: self.swallow(client, for: length)
        case 2, 3: self.crash(client, for: length)
        case 4: self.crashCore(for: self.moment(.seconds(30)))
        case 5: self.crash(edge, for: self.moment(.seconds(20)))
        case 6: edge.restart()
        case 7: edge.cutLink()
        case 8, 9: self.roughen(client, for: length)
        case 10: self.refuse(client, for: length)
        case 11, 12: self.takeOffline(client, for: length)
        case 13: self.sendToBackground(client, for: length)
        case 14: client.skew = self.moment(.seconds(20_000)) - .seconds(10_000)
        case 15: world.core.skew = self.moment(.seconds(2000)) - .seconds(1000)
        case 16: world.core.trimLog(to: Int.random(in: 5...60, using: &world.chance))
        case 17: self.sicken(for: length)
        case 18: self.leak(client, for: self.moment(.seconds(60)))
        case 19: self.signOut(client, for: self.moment(.seconds(40)))
        case 20: self.dropWhoeverComes(edge)
        case 21: self.stirWhileEveryoneComes()
        case 22: self.replaceUnheard(edge)
        case 23: edge.cutLink(unnoticedFor: self.moment(.seconds(6)))
        default: self.slowLink(for: self.moment(.seconds(20)))
        }
    }

    private func swallow(_ client: Client, for length: Duration) {
        self.world.note("client \(client.id): nothing passes for \(length)")
        client.faults.holeEnd = self.world.now.advanced(by: length)
    }

    private func crash(_ client: Client, for length: Duration) {
        guard client.isRunning else { return }
        if Int.random(in: 0..<12, using: &self.world.chance) == 0 { return client.lose() }
        client.crash(powerFails: Bool.random(using: &self.world.chance))
        self.world.after(length) { client.boot() }
    }

    private func crashCore(for length: Duration) {
        let world = self.world
        guard world.core.isUp else { return }
        world.note("core: crashes for \(length)")
        world.core.crash()
        let isRestored = self.hasBackup && Bool.random(using: &world.chance)
        world.after(length) {
            if isRestored { world.core.restoreBackup() }
            world.core.start()
            world.core.takeBackup()
        }
    }

    private func crash(_ edge: Edge, for length: Duration) {
        self.world.note("edge \(edge.name): crashes for \(length)")
        edge.crash()
        self.world.after(length) { edge.start() }
    }

    private func roughen(_ client: Client, for length: Duration) {
        self.world.note("client \(client.id): a rough network for \(length)")
        client.faults.roads = SimulatedNetwork(
            latency: .milliseconds(5)...(.milliseconds(400)),
            loss: 0.3,
            repetition: 0.2,
            straying: 0.1
        )
        self.world.after(length) { client.faults.roads = SimulatedNetwork() }
    }

    private func refuse(_ client: Client, for length: Duration) {
        self.world.note("client \(client.id): sockets are refused for \(length)")
        client.faults.refuses = true
        self.world.after(length) { client.faults.refuses = false }
    }

    private func takeOffline(_ client: Client, for length: Duration) {
        let world = self.world
        world.note("client \(client.id): offline for \(length)")
        world.setOffline(client, true)
        world.after(length) { world.setOffline(client, false) }
    }

    private func sendToBackground(_ client: Client, for length: Duration) {
        self.world.note("client \(client.id): in the background for \(length)")
        client.running?.lifecycleChanged(isInForeground: false)
        self.world.after(length) { client.running?.lifecycleChanged(isInForeground: true) }
    }

    private func sicken(for length: Duration) {
        let core = self.world.core
        self.world.note("core: fails at times for \(length)")
        core.isSick = true
        self.world.after(length) { core.isSick = false }
    }

    private func leak(_ client: Client, for length: Duration) {
        guard self.hasLeaks else { return }
        self.world.note("client \(client.id): connections leak for \(length)")
        let isTwice = Bool.random(using: &self.world.chance)
        client.leak(0.2, twice: isTwice)
        self.world.after(length) { client.leak(0, twice: isTwice) }
    }

    private func signOut(_ client: Client, for length: Duration) {
        self.world.note("user \(client.user): signed out for \(length)")
        for edge in self.world.edges { edge.closeAll(of: client.user, .signedOut) }
        let clients = self.world.clients.filter { $0.user == client.user }
        self.world.after(length) { for client in clients { client.running?.encourage() } }
    }

    /// A server that accepts everybody and drops them at once, for a while.
    private func dropWhoeverComes(_ edge: Edge) {
        let world = self.world
        world.note("everybody is dropped again and again for 90 s")
        for second in 0..<180 {
            world.after(.milliseconds(second * 500)) {
                for edge in world.edges { edge.dropEveryone() }
            }
        }
    }

    /// Everybody connects at once over a slow link, and memberships change while they do.
    private func stirWhileEveryoneComes() {
        let world = self.world
        world.note("everybody comes while people come and go")
        self.slowLink(for: .seconds(10))
        for edge in world.edges { edge.dropEveryone() }
        for _ in 0..<12 {
            let (user, channel) = (self.pick(world.users), self.pick(world.channels))
            world.after(self.moment(.seconds(4))) {
                if world.core.books.isMember(user, of: channel) {
                    world.core.remove(user, from: channel)
                } else {
                    world.core.admit(user, to: channel)
                }
            }
        }
    }

    /// An edge dies and is there again before the core has heard what it said last.
    private func replaceUnheard(_ edge: Edge) {
        let world = self.world
        world.note("edge \(edge.name): is replaced before it is heard")
        world.reportLateness = .seconds(4)
        edge.dropEveryone()
        world.after(.seconds(2)) {
            world.reportLateness = .zero
            edge.crash()
            world.after(.milliseconds(500)) { edge.start() }
        }
    }

    private func slowLink(for length: Duration) {
        let world = self.world
        world.linkRoads.latency = .milliseconds(50)...(.milliseconds(900))
        world.after(length) { world.linkRoads.latency = .microseconds(100)...(.milliseconds(2)) }
    }

    /// Some leave and stay away: while everybody is there, nobody sees who is counted twice.
    private func goHome() {
        for client in self.world.clients where Bool.random(using: &self.world.chance) {
            client.crash(powerFails: Bool.random(using: &self.world.chance))
        }
    }

    /// From here on nothing goes wrong any more.
    private func calmDown() {
        let world = self.world
        world.note("all is calm")
        world.isStormy = false
        world.core.isSick = false
        world.core.start()
        for edge in world.edges { edge.start() }
        for client in world.clients {
            client.faults.roads = SimulatedNetwork()
            client.faults.refuses = false
            client.faults.holeEnd = world.now
            client.leak(0, twice: true)
            client.leak(0, twice: false)
            client.boot()
            world.setOffline(client, false)
            client.running?.lifecycleChanged(isInForeground: true)
            client.running?.encourage()
            client.running?.work.endAll()
            // Who is told only now to stay away is called back too.
            world.after(.seconds(60)) { client.running?.encourage() }
        }
    }
}
