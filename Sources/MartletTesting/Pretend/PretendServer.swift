// SPDX-License-Identifier: Apache-2.0

public import MartletClient
public import MartletWire
import Synchronization

/// A server in a test's own process, which knows what the test tells it: no network, no port, no waiting.
///
/// ```swift
/// let server = PretendServer()
/// server.answer(MessageSend.self) { call in sent(call.body) }
/// let martlet = try server.client()
/// server.say(MessageCreated(message: hello))
/// ```
///
/// Its log is one person's: what is said there is followed, resumed and polled as from a real server. A call that the
/// test has no answer for is refused as unknown, but `user.me` and `sync.catch_up`, which tell of one person without any
/// channel. A key that was answered once is answered the same again.
public final class PretendServer: Sendable {
    typealias Answer = @Sendable (RawJSON) async throws -> [UInt8]

    struct State: Sendable {
        var epoch = Epoch(rawValue: "pretend-1")
        var log: [EventFrame] = []
        /// The first entry that is still kept.
        var floor: Seq = 1
        var head: Seq = 0
        var isReachable = true
        var lines: [Int: PretendLine] = [:]
        var lastLine = 0
        /// Names that clients have drawn, which nobody else has.
        var lastName = 0
        var answers: [String: Answer] = [:]
        var replies: [String: [UInt8]] = [:]
        var calls: [PretendCall] = []
    }

    /// Whose log it is.
    public let user: UserID
    let state = Mutex(State())

    /// Creates a server for one person.
    public init(user: UserID = 7) {
        self.user = user
        self.answer(UserMe.self) { _ in Self.person(user) }
        self.answer(SyncCatchUp.self) { [weak self] _ in
            guard let self else { throw RPCError(.unavailable, "the test is over") }
            return self.emptyPage
        }
    }

    /// A client of this server.
    /// - Parameters:
    ///   - clock: Decides when time passes; follow on the same one.
    ///   - storage: What outlives the client, to test another run of the application.
    /// - Returns: A client signed in as ``user``.
    /// - Throws: ``/MartletWire/RPCError`` if the storage cannot be used.
    public func client(clock: ManualClock = ManualClock(), storage: Storage = .memory) throws(RPCError) -> Martlet {
        let beginning = clock.now
        return try Martlet(
            server: "http://pretend",
            credentials: .developer(self.user),
            storage: storage,
            clock: clock,
            date: { Timestamp(rawValue: 1_700_000_000_000).advanced(by: beginning.duration(to: clock.now)) },
            draw: { self.newName() },
            ways: (PretendCarrier(server: self), PretendDialer(server: self))
        )
    }

    // MARK: What happens

    /// Lets something happen that is part of the log.
    /// - Returns: Where it stands.
    @discardableResult
    public func say(_ event: some Event) -> Seq {
        self.state.withLock { state in
            state.head += 1
            let frame = EventFrame(seq: state.head, event: .known(event))
            state.log.append(frame)
            for line in state.lines.values { line.say(frame) }
            return state.head
        }
    }

    /// Lets something happen that only those hear who are connected now.
    public func whisper(_ event: some Event) {
        let frame = EventFrame(event: .known(event))
        for line in self.state.withLock({ Array($0.lines.values) }) { line.say(frame) }
    }

    /// Forgets its log: who was away must load everything afresh.
    public func forgetLog() {
        self.state.withLock { state in
            state.log = []
            state.floor = state.head + 1
        }
    }

    /// Cuts every connection; clients may come back.
    public func cut() {
        let lines = self.state.withLock { state in
            defer { state.lines = [:] }
            return state.lines.values
        }
        for line in lines { line.end(.lost) }
    }

    /// Makes it one that can be reached, or that cannot: then every connection is cut.
    public func setReachable(_ isReachable: Bool) {
        self.state.withLock { $0.isReachable = isReachable }
        if !isReachable { self.cut() }
    }

    // MARK: Calls

    /// Says what it answers to a method.
    /// - Parameters:
    ///   - method: Which.
    ///   - answer: Given the call; what it throws is the answer.
    public func answer<Call: Method>(
        _ method: Call.Type,
        _ answer: @escaping @Sendable (Call) async throws -> Call.Result
    ) {
        self.state.withLock { state in
            state.answers[Call.name.rawValue] = { params in
                guard let call = try? params.decode(as: Call.self) else {
                    throw RPCError(.invalidParams, "not the parameters of \(Call.name)")
                }
                return try WireEncoder().encode(try await answer(call))
            }
        }
    }

    /// The calls of a method that have reached it, in order; repetitions under one key among them.
    public func calls<Call: Method>(of method: Call.Type) -> [Call] {
        self.state.withLock { $0.calls }
            .filter { $0.method == Call.name.rawValue }
            .compactMap { try? $0.params.decode(as: Call.self) }
    }

    private func newName() -> String {
        self.state.withLock { state in
            state.lastName += 1
            return "name-\(state.lastName)"
        }
    }

    private static func person(_ user: UserID) -> User {
        User(id: user, name: "person\(user)", displayName: "Person \(user)", status: .online, createdAt: 0)
    }

    private var emptyPage: SyncCatchUp.Result {
        let (epoch, head) = self.state.withLock { ($0.epoch, $0.head) }
        return SyncCatchUp.Result(
            epoch: epoch,
            seq: head,
            user: Self.person(self.user),
            workspaces: [],
            channels: [],
            presence: [],
            huddles: [],
            mentions: [],
            notifications: [],
            hasMore: false
        )
    }
}
