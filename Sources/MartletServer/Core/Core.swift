// SPDX-License-Identifier: Apache-2.0

package import Logging
package import MartletRules
package import MartletStore
package import MartletWire
package import NIOCore
import Synchronization

/// The rules of the domain and the only producer of events.
///
/// Edges reach it through a ``Link`` and nothing else.
package final class Core: Sendable {
    package let store: any Store
    package let settings: CoreSettings
    package let tasks: TaskPool
    package let logger: Logger
    package let followers: LogFollowers
    /// Where connections are.
    package let edges = EdgeRegister()
    let started = ContinuousClock.now
    let calls = CallMetrics()
    let undecoded = DecodeMetrics()
    let attachments: Attachments
    package let presence: PresenceKeeper
    /// Where the sound of huddles is.
    package let rooms: any RoomService
    /// Rooms that are over and that the room service has yet to close.
    let unclosedRooms = Mutex<Set<RoomID>>([])
    /// What clients' outboxes have given up.
    let deadLetters = Mutex(DeadLetterBook())
    let allowances: CallAllowances
    /// How everyone stands, ahead of the store by nothing and behind it by the time a commit takes to be told.
    let accounts: Mutex<AccountBook>
    private let handlers: [String: Handler]

    /// Creates a core around a store whose commits are published to the followers.
    package init(
        store: any Store,
        accounts: AccountBook,
        followers: LogFollowers,
        settings: CoreSettings,
        tasks: TaskPool,
        rooms: any RoomService = EmbeddedRooms(clock: Server.clock),
        eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.store = store
        self.accounts = Mutex(accounts)
        self.followers = followers
        self.settings = settings
        self.tasks = tasks
        self.rooms = rooms
        self.logger = logger
        self.attachments = Attachments(store: store)
        self.presence = PresenceKeeper(
            store: store,
            followers: followers,
            settings: settings,
            tasks: tasks,
            eventLoop: eventLoop,
            logger: logger
        )
        self.allowances = CallAllowances(settings)
        self.handlers = Dictionary(uniqueKeysWithValues: Handler.all.map { ($0.name.rawValue, $0) })
        store.peers.follow { [weak self] news in self?.heard(news) }
    }

    /// Where the log stands, as of the last commit.
    package var position: Position {
        let extent = self.store.extent
        return Position(epoch: extent.epoch, seq: extent.head)
    }

    /// Carries out one call that has been decoded and validated; a change without a key of its own takes effect once under
    /// the key that is given here.
    package func call(
        _ call: any Method,
        for caller: Caller,
        under key: String? = nil,
        _ answer: @escaping Handler.Answer
    ) {
        guard let handler = self.handlers[type(of: call).name.rawValue] else {
            answer(.failure(RPCError(.methodNotFound, "no such method")))
            return
        }
        handler.handle(call, for: caller, under: key, by: self, answer)
    }

    /// Says something that has no place in the log to whoever is there.
    package func publish(_ event: some Event, to audience: Audience) {
        guard let bytes = try? EventBytes.encode(event, cause: nil) else { return }
        self.followers.publish(.ephemeral(Ephemeral(audience: audience, event: bytes)))
    }

    /// Reads one snapshot for an edge.
    func read<Answer: Sendable>(
        _ answer: @escaping LinkAnswer<Answer>,
        _ body: @escaping @Sendable (any StoreReading) throws -> Answer
    ) {
        self.tasks.run {
            do {
                answer(.success(try await self.store.read(body)))
            } catch {
                answer(.failure(RPCError(carryingOut: error, logger: self.logger)))
            }
        }
    }
}
