// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// What an operator sees of one loop's connections, and does to them.
extension FanoutShard {
    func reports(_ query: ConnectionQuery) -> [ConnectionReport] {
        let people = query.user.map { user in self.people[user].map { [$0] } ?? [] } ?? Array(self.people.values)
        let reports = people.flatMap(\.sessions).compactMap { session in
            session.origin.flatMap { origin -> ConnectionReport? in
                guard query.after.map({ $0.rawValue < origin.id.rawValue }) ?? true else { return nil }
                return self.report(session, origin)
            }
        }
        return Array(reports.sorted { $0.connectionID.rawValue < $1.connectionID.rawValue }.prefix(query.limit))
    }

    func carryOut(_ command: EdgeCommand) -> Int {
        switch command {
        case .disconnect(let id):
            return self.disconnect(self.people.values.flatMap(\.sessions).filter { $0.origin?.id == id })
        case .disconnectPerson(let user):
            return self.disconnect(self.people[user]?.sessions ?? [])
        case .drain(let window):
            return self.drainAll(over: window.duration)
        }
    }

    private func report(_ session: Session, _ origin: SessionOrigin) -> ConnectionReport? {
        switch session.phase {
        case .attaching, .closed: return nil
        case .behind, .live: break
        }
        let seq = session.isLive ? self.tail.head : session.cursor
        return ConnectionReport(
            connectionID: origin.id,
            userID: session.user,
            edge: self.settings.name,
            transport: origin.transport.wireName,
            seq: seq,
            lag: self.tail.head - seq,
            openedAt: origin.openedAt
        )
    }

    private func disconnect(_ sessions: [Session]) -> Int {
        for session in sessions { self.close(session, .rebalanced, reason: "") }
        return sessions.count
    }

    private func drainAll(over window: Duration) -> Int {
        let streams = Array(self.streams.values)
        let count = self.connections.count + streams.count
        self.drainSchedule = DrainSchedule(connections: count, window: window)
        self.drained = 0
        for connection in self.connections { self.drain(connection) }
        for stream in streams { self.drain(stream) }
        return count
    }
}

extension Transport {
    /// Its name in an operator's list.
    fileprivate var wireName: String {
        switch self {
        case .socket: "websocket"
        case .stream: "sse"
        case .poll: "poll"
        }
    }
}
