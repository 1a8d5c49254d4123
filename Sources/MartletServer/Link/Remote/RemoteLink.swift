// SPDX-License-Identifier: Apache-2.0

package import Logging
package import MartletRules
package import MartletStore
package import MartletWire
import Synchronization

/// An edge's end of a link to a core in another process.
///
/// It connects for as long as somebody follows. While the core is away calls are refused at once, attaches wait for a
/// while, and how people stand is answered as it was last known. What a core was asked that is lost is asked again of the
/// next, if that cannot have another effect.
package final class RemoteLink: Link {
    typealias Instant = ContinuousClock.Instant

    struct State {
        var follower: Follower?
        /// Whether nobody follows any more.
        var isOver = false
        /// Where to write; nil unless the core has taken us on.
        var line: (any CoreLine)?
        /// Since when.
        var joined: Instant?
        var requests = LinkRequests<Instant>()
        /// What waits for a core: attaches, and what a core was asked that is lost and that may be asked again.
        var held: [LinkRequests<Instant>.Pending] = []
        /// How many calls were forwarded.
        var calls: Int64 = 0
        /// How everyone stands; nil before the link first stood.
        var accounts: AccountBook?
        /// Whether the core can commit, as it last said.
        var isWritable = true
        /// What the core signs its own tokens with, as it last said.
        var signingKey: SigningKey?
        /// The name of the last upload.
        var uploads: Int64 = 0
    }

    struct Follower: Sendable {
        var position: @Sendable () -> Position?
        var hear: @Sendable (LinkNews) -> Void
        /// Takes what operators ask, which is answered one at a time.
        var asked: AsyncStream<Asked>.Continuation
    }

    /// What an operator asks of this edge.
    struct Asked: Sendable {
        var id: Int64
        var question: EdgeQuestion
        /// Where the answer goes.
        var line: any AnswerLine
    }

    /// How long the core may take to answer.
    package struct Patience: Sendable {
        /// An attach, waiting for the link included.
        package var attach = Duration.seconds(5)
        /// Anything else.
        package var answer = Duration.seconds(30)
        /// Another core, once the one that was asked is lost.
        package var otherCore = Duration.seconds(5)
        /// How often what is overdue is looked for.
        package var sweep = Duration.milliseconds(500)

        package init() {}
    }

    let state = Mutex(State())
    let patience: Patience
    let logger: Logger
    let metrics = DecodeMetrics()
    let carrier: any LinkCarrier
    private let schedule: BackoffSchedule

    /// Creates a link that does nothing until it is followed.
    package init(
        over carrier: any LinkCarrier,
        schedule: BackoffSchedule = .link,
        patience: Patience = Patience(),
        logger: Logger
    ) {
        self.carrier = carrier
        self.schedule = schedule
        self.patience = patience
        self.logger = logger
    }

    package func follow(
        as edge: any EdgeControl,
        from position: @escaping @Sendable () -> Position?,
        _ hear: @escaping @Sendable (LinkNews) -> Void
    ) async throws {
        let (questions, asked) = AsyncStream<Asked>.makeStream()
        self.state.withLock { state in
            precondition(state.follower == nil, "a link has one follower")
            state.follower = Follower(position: position, hear: hear, asked: asked)
        }
        // What is lost at the very end waits for no other core.
        defer { self.giveUpHeld() }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.stayConnected() }
            group.addTask { await self.sweep() }
            group.addTask { for await asked in questions { await asked.answer(by: edge) } }
        }
    }
}

extension BackoffSchedule {
    /// For a link on one machine, where dialling in vain costs nothing: 100 ms doubling to 500 ms, so that a core that
    /// restarts is found soon, even when it has restarted often.
    package static let link = Self(
        first: .milliseconds(100),
        limit: .milliseconds(500),
        jitter: 0.5...1,
        proof: .seconds(10)
    )
}

extension RemoteLink {
    /// Whether the core can commit, as far as is known.
    package var storeHealth: StoreHealth {
        self.state.withLock { $0.isWritable } ? .writable : .failing("the core cannot commit")
    }
}

// MARK: - Connecting

extension RemoteLink {
    private func stayConnected() async {
        var backoff = Backoff<Instant>(self.schedule)
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            do {
                try await self.carrier.connect(for: self)
            } catch {
                self.logger.debug("the core cannot be reached", metadata: [LogKey.errorType: "\(type(of: error))"])
            }
            if let joined = self.lost() { backoff.succeeded(at: joined) }
            try? await Task.sleep(for: backoff.failed(at: .now, using: &generator))
        }
    }

    /// Where the follower is; nil before its first entry.
    var position: Position? { self.state.withLock { $0.follower }?.position() }

    /// The core is lost: ends what rested on it; returns since when the link stood, nil if the core had not taken us on.
    @discardableResult
    func lost() -> Instant? {
        let (lost, joined) = self.state.withLock { state -> ([LinkRequests<Instant>.Pending], Instant?) in
            guard state.line != nil else { return ([], nil) }
            state.line = nil
            state.isWritable = true
            let lost = state.requests.lost()
            let latest = Instant.now.advanced(by: self.patience.otherCore)
            for var pending in lost where pending.question.isRepeatable {
                pending.deadline = min(pending.deadline, latest)
                pending.entries = []
                pending.wasAsked = true
                state.held.append(pending)
            }
            return (lost.filter { !$0.question.isRepeatable }, state.joined)
        }
        guard let joined else { return nil }
        self.logger.warning("the link to the core is lost", metadata: [LogKey.count: "\(lost.count)"])
        for pending in lost { pending.answer(.failure(pending.loss)) }
        self.hear(.lost)
        return joined
    }

    /// Gives up on what has waited too long.
    private func sweep() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: self.patience.sweep)
            let overdue = self.state.withLock { state in
                let now = Instant.now
                let held = state.held.filter { $0.deadline <= now }
                state.held.removeAll { $0.deadline <= now }
                return held + state.requests.expired(at: now)
            }
            for pending in overdue { pending.answer(.failure(pending.loss)) }
        }
    }

    private func giveUpHeld() {
        let left = self.state.withLock { state in
            state.follower = nil
            state.isOver = true
            defer { state.held = [] }
            return state.held
        }
        for pending in left { pending.answer(.failure(pending.loss)) }
    }
}

// MARK: - Hearing

extension RemoteLink {
    /// Takes anything but entries of the log, which ``hear(_:)`` takes.
    func received(_ message: CoreMessage, over line: any CoreLine) {
        switch message {
        case .entry, .committed: break
        case .joined(let welcome): self.joined(welcome, over: line)
        case .refused(let reason):
            self.logger.error("the core refuses this edge", metadata: [LogKey.reason: "\(reason)"])
        case .ephemeral(let ephemeral): self.hear(.ephemeral(ephemeral))
        case .presence(let news): self.hear(.presence(news))
        case .accounts(let news):
            self.state.withLock { $0.accounts?.heard(news) }
            self.hear(.accounts(news))
        case .ask(let id, let question): self.asked(question, as: id, over: line)
        case .beat(let beat): self.state.withLock { $0.isWritable = beat.isWritable }
        case .answer(let id, let json):
            self.state.withLock { $0.requests.answered(id) }?.answer(.success(.json(json)))
        case .failure(let id, let error):
            guard let pending = self.state.withLock({ $0.requests.answered(id) }) else { return }
            pending.answer(.failure(pending.failure(error)))
        case .entries(let id, let envelopes, let hasMore):
            let entries = envelopes.map(\.entry)
            guard let pending = self.state.withLock({ $0.requests.answered(id, with: entries, hasMore: hasMore) })
            else { return }
            pending.answer(.success(.entries(pending.entries)))
        }
    }

    /// An operator asks something of this edge.
    func asked(_ question: EdgeQuestion, as id: Int64, over line: any AnswerLine) {
        let asked = Asked(id: id, question: question, line: line)
        self.state.withLock { $0.follower }?.asked.yield(asked)
    }

    private func joined(_ welcome: LinkWelcome, over line: any CoreLine) {
        self.state.withLock { state in
            state.joined = .now
            state.accounts = welcome.accounts
            state.signingKey = welcome.signingKey
            state.isWritable = welcome.beat.isWritable
        }
        self.askHeld(over: line)
        self.logger.info("the link to the core stands", metadata: [LogKey.seq: "\(welcome.position.seq)"])
        self.hear(.joined(welcome.position, isContinuation: welcome.isContinuation))
        self.hear(.accounts(.everyone(welcome.accounts)))
    }

    /// Asks what has waited for a core, before anything that is asked from here on.
    private func askHeld(over line: any CoreLine) {
        while true {
            let held = self.state.withLock { state in
                if state.held.isEmpty { state.line = line }
                defer { state.held = [] }
                return state.held.map { (id: state.requests.asked($0), question: $0.question) }
            }
            if held.isEmpty { return }
            for (id, question) in held { line.send(EdgeMessage.ask(id, question)) }
        }
    }

    /// Hands on news.
    func hear(_ news: LinkNews) {
        self.state.withLock { $0.follower }?.hear(news)
    }
}
