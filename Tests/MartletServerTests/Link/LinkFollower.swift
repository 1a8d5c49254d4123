// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Synchronization
import Testing

/// An edge's place in the log, and everything it has heard.
final class LinkFollower: Sendable {
    private struct State {
        var news: [LinkNews] = []
        var position: Position?
        var waiting: [(isMet: @Sendable ([LinkNews]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var news: [LinkNews] { self.state.withLock { $0.news } }

    var position: Position? {
        get { self.state.withLock { $0.position } }
        set { self.state.withLock { $0.position = newValue } }
    }

    func hear(_ news: LinkNews) {
        let met = self.state.withLock { state in
            state.news.append(news)
            let met = state.waiting.filter { $0.isMet(state.news) }
            state.waiting.removeAll { $0.isMet(state.news) }
            return met
        }
        for waiting in met { waiting.continuation.resume() }
    }

    /// Waits until what was heard is enough.
    func wait(until isMet: @escaping @Sendable ([LinkNews]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isMetNow = self.state.withLock { state in
                if isMet(state.news) { return true }
                state.waiting.append((isMet, continuation))
                return false
            }
            if isMetNow { continuation.resume() }
        }
    }

    /// Waits until an entry has been heard.
    func wait(for seq: Seq) async {
        await self.wait { $0.entries.contains { $0.seq >= seq } || $0.joined.contains { $0.position.seq >= seq } }
    }

    /// Waits until the link has come to stand that many times.
    func waitUntilJoined(times: Int = 1) async {
        await self.wait { $0.joined.count >= times }
    }
}

/// What an operator hears of it: itself alone.
extension LinkFollower: EdgeControl {
    static let report = ConnectionReport(
        connectionID: ConnectionID(rawValue: "c1"),
        userID: 7,
        edge: "edge",
        transport: "websocket",
        seq: 3,
        lag: 1,
        openedAt: Timestamp(rawValue: 5)
    )

    var standing: EdgeStanding { EdgeStanding(connections: 1, isDraining: true) }

    func connections(_ query: ConnectionQuery) async -> [ConnectionReport] { query.user == 8 ? [] : [Self.report] }

    func carryOut(_ command: EdgeCommand) async -> Int {
        switch command {
        case .disconnect(let id): id == Self.report.connectionID ? 1 : 0
        case .disconnectPerson(let user): user == Self.report.userID ? 1 : 0
        case .drain: 1
        }
    }
}

extension [LinkNews] {
    var entries: [LogEntry] {
        self.flatMap { news in
            if case .entries(let entries, _) = news { entries } else { [LogEntry]() }
        }
    }

    var joined: [(position: Position, isContinuation: Bool)] {
        self.compactMap { news in
            if case .joined(let position, let isContinuation) = news { (position, isContinuation) } else { nil }
        }
    }

    var ephemerals: [Ephemeral] {
        self.compactMap { news in
            if case .ephemeral(let ephemeral) = news { ephemeral } else { nil }
        }
    }

    var losses: Int {
        self.count { news in
            if case .lost = news { true } else { false }
        }
    }
}
