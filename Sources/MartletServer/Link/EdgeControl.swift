// SPDX-License-Identifier: Apache-2.0

package import MartletWire
import Synchronization

/// What an operator may ask of an edge, which owns its connections.
package protocol EdgeControl: Sendable {
    /// How many connections it has, and whether it is sending them away.
    var standing: EdgeStanding { get async }

    /// Live connections in the order of their names, at most as many as asked for.
    func connections(_ query: ConnectionQuery) async -> [ConnectionReport]

    /// Does something to connections, and says to how many.
    func carryOut(_ command: EdgeCommand) async -> Int
}

/// What an operator first wants to know of an edge.
package struct EdgeStanding: Hashable, Sendable, Codable {
    /// How many connections it has.
    package var connections: Int
    /// Whether it is sending them away.
    package var isDraining: Bool

    package init(connections: Int, isDraining: Bool) {
        self.connections = connections
        self.isDraining = isDraining
    }
}

/// Which connections an operator wants to see.
package struct ConnectionQuery: Hashable, Sendable, Codable {
    /// Only this person's.
    package var user: UserID?
    /// Only those after this name.
    package var after: ConnectionID?
    /// How many at most.
    package var limit: Int

    package init(user: UserID? = nil, after: ConnectionID? = nil, limit: Int) {
        self.user = user
        self.after = after
        self.limit = limit
    }
}

/// What is to be done to an edge's connections.
package enum EdgeCommand: Hashable, Sendable, Codable {
    /// Close one, which may come back.
    case disconnect(ConnectionID)
    /// Close all of a person's, which may come back.
    case disconnectPerson(UserID)
    /// Send everyone away over so long, and take nobody.
    case drain(over: Milliseconds)
}

/// The edges that a core can reach now.
package final class EdgeRegister: Sendable {
    private let edges = Mutex<[String: any EdgeControl]>([:])

    package init() {}

    /// Every edge.
    package var all: [any EdgeControl] { self.edges.withLock { Array($0.values) } }

    /// Adds an edge, or puts it in the place of the one of that name.
    package func add(_ name: String, _ edge: any EdgeControl) {
        self.edges.withLock { $0[name] = edge }
    }

    /// Removes an edge.
    package func remove(_ name: String) {
        self.edges.withLock { _ = $0.removeValue(forKey: name) }
    }

    /// Has every edge do something, and adds up to how many connections.
    func carryOut(_ command: EdgeCommand) async -> Int {
        var count = 0
        for edge in self.all { count += await edge.carryOut(command) }
        return count
    }
}
