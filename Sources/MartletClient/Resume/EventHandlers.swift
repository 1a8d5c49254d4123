// SPDX-License-Identifier: Apache-2.0

public import MartletWire

/// What an application does with each kind of event, said once and by type.
///
/// ```swift
/// var handlers = EventHandlers()
/// handlers.on(MessageCreated.self) { created, _ in show(created.message) }
/// handlers.onResync { _ in try await martlet.catchUp { page in show(page) } }
/// try await martlet.follow(handlers)
/// ```
///
/// Several may be given for one kind; each is called, in the order in which they were given. One that throws keeps no
/// other from being called.
public struct EventHandlers: Sendable {
    private typealias Handle = @Sendable (EventFrame) async throws -> Void

    private var known: [EventName: [Handle]] = [:]
    private var unknown: [@Sendable (EventName, RawJSON, EventFrame) async throws -> Void] = []
    private var resync: [@Sendable (ResyncReason?) async throws -> Void] = []
    private var forget: [@Sendable () async throws -> Void] = []

    /// Handles nothing yet.
    public init() {}

    /// Handles events of a type, each with its frame, which says where it stands and what caused it.
    public mutating func on<Kind: Event>(
        _ kind: Kind.Type,
        _ handle: @escaping @Sendable (Kind, EventFrame) async throws -> Void
    ) {
        self.known[Kind.name, default: []].append { frame in
            if let event = frame.event.event(as: kind) { try await handle(event, frame) }
        }
    }

    /// Handles what this client has no type for, by its name and bytes.
    public mutating func onUnknown(
        _ handle: @escaping @Sendable (EventName, RawJSON, EventFrame) async throws -> Void
    ) {
        self.unknown.append(handle)
    }

    /// Loads everything afresh: see ``FeedUpdate/resync(_:)``.
    public mutating func onResync(_ handle: @escaping @Sendable (ResyncReason?) async throws -> Void) {
        self.resync.append(handle)
    }

    /// Forgets what is shown: see ``FeedUpdate/forget``.
    public mutating func onForget(_ handle: @escaping @Sendable () async throws -> Void) {
        self.forget.append(handle)
    }

    /// Calls whoever handles an update.
    /// - Throws: The first of what they threw, when all have been called.
    func callAsFunction(_ update: FeedUpdate) async throws {
        var calls: [() async throws -> Void] = []
        switch update {
        case .resync(let reason): calls = self.resync.map { handle in { try await handle(reason) } }
        case .forget: calls = self.forget
        case .event(let frame):
            switch frame.event {
            case .known(let event):
                calls = self.known[type(of: event).name, default: []].map { handle in { try await handle(frame) } }
            case .unknown(let name, let data):
                calls = self.unknown.map { handle in { try await handle(name, data, frame) } }
            }
        }
        var failure: (any Error)?
        for call in calls {
            do {
                try await call()
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }
}
