// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletTesting
import MartletWire
import Testing

/// The code that the guides show: each snippet stands in one of them as it stands here, between its marks.
///
/// What it takes from an application is made up below.
enum GuideSnippets {
    static func firstSync(_ session: any GuideSession, _ screen: any GuideScreen, _ directory: String) async throws {
        // snippet: first-sync
        let martlet = try Martlet(
            server: "https://chat.example",
            credentials: .token { _ in try await session.token() },
            storage: .directory(directory)
        )
        try await martlet.follow { update in
            switch update {
            case .resync: try await martlet.catchUp { page in await screen.load(page) }
            case .event(let frame): await screen.apply(frame)
            case .forget: await screen.clear()
            }
        }
        // end
    }

    static func byType(_ martlet: Martlet, _ screen: any GuideScreen) async throws {
        // snippet: by-type
        var handlers = EventHandlers()
        handlers.on(MessageCreated.self) { created, frame in
            await screen.show(created.message, replacing: frame.cause?.key)
        }
        handlers.on(ChannelRemoved.self) { removed, _ in await screen.close(removed.channelID) }
        handlers.onUnknown { name, _, _ in print("\(name) is of a newer server") }
        handlers.onResync { _ in try await martlet.catchUp { page in await screen.load(page) } }
        handlers.onForget { await screen.clear() }
        try await martlet.follow(handlers)
        // end
    }

    static func status(_ martlet: Martlet, _ screen: any GuideScreen) async {
        // snippet: status
        for await status in martlet.statusUpdates {
            await screen.show(status.mode, because: status.cause, since: status.since)
            await screen.showWaiting(status.outboxDepth, failed: status.deadLetters)
        }
        // end
    }

    static func goingOffline(_ martlet: Martlet) {
        // snippet: going-offline
        martlet.setOffline(true)
        martlet.setOffline(false)
        martlet.request(.polling)
        martlet.request(nil)
        // end
    }

    static func outbox(_ martlet: Martlet, _ screen: any GuideScreen, _ text: String) async throws {
        // snippet: outbox
        let channel: ChannelID = 5
        let call = MessageSend(channelID: channel, body: text)
        switch try await martlet.call(call, .durable(lane: "channel \(channel)")) {
        case .done(let message): await screen.show(message, replacing: nil)
        case .queued: await screen.showPending(text)
        case .duplicate: break
        case .refused(let reason): await screen.showFailed(text, because: reason)
        }
        // end
    }

    static func sendingOnly(_ martlet: Martlet) async throws {
        // snippet: sending-only
        try await martlet.run()
        // end
    }

    static func background(_ martlet: Martlet, _ screen: any GuideScreen) async throws {
        // snippet: background
        var preferences = ModePreferences()
        preferences.background = .background
        preferences.startsIn = .background
        try await martlet.follow(modes: preferences) { update in await screen.take(update) }
        // end
    }

    static func lifecycle(_ martlet: Martlet) {
        // snippet: lifecycle
        martlet.setLifecycle(.background)
        martlet.setLifecycle(.foreground)
        martlet.setNetworkAvailable(false)
        martlet.noticed(.focus)
        // end
    }

    static func plan(_ martlet: Martlet) -> ModePreferences {
        // snippet: plan
        var preferences = ModePreferences()
        preferences.plan = .ignoringLifecycle
        preferences.plan.rows.insert(ModePlan.Row(isInForeground: false, choice: .mode(.polling)), at: 1)
        // end
        return preferences
    }

    static func switching(_ martlet: Martlet, _ next: any GuideSession, _ keeper: CredentialKeeper) async throws {
        // snippet: sharing
        martlet.shareCredentials(with: ["notifications": keeper], as: "app")
        // end
        // snippet: switching
        try await martlet.switchUser(to: .token { _ in try await next.token() })
        // end
    }
}

/// Who signs people in.
protocol GuideSession: Sendable {
    func token() async throws -> String
}

/// What people see.
protocol GuideScreen: Sendable {
    func load(_ page: SyncCatchUp.Result) async
    func apply(_ frame: EventFrame) async
    func take(_ update: FeedUpdate) async
    func clear() async
    func show(_ message: Message, replacing key: String?) async
    func close(_ channel: ChannelID) async
    func show(_ mode: ClientStatus.Mode?, because cause: ClientStatus.Cause, since: Timestamp) async
    func showWaiting(_ count: Int, failed: Int) async
    func showPending(_ text: String) async
    func showFailed(_ text: String, because reason: String) async
}
