// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire

/// What an edge says first: who it is, and where it stands.
package struct LinkHello: Hashable, Sendable, Codable {
    /// The edge's name, the same across its restarts.
    package var edge: String
    /// When this life of it began.
    package var incarnation: UInt64
    /// The last entry it has taken; nil before its first.
    package var from: Position?

    package init(edge: String, incarnation: UInt64, from: Position?) {
        self.edge = edge
        self.incarnation = incarnation
        self.from = from
    }

    /// Who it is.
    var identity: EdgeIdentity { EdgeIdentity(name: self.edge, incarnation: self.incarnation) }
}

/// What the core answers: where the log stands, and how everyone does.
struct LinkWelcome: Sendable, Codable {
    /// The log's head; everything after it follows.
    var position: Position
    /// Whether the edge's own position is one in this log.
    var isContinuation: Bool
    /// How the core does.
    var beat: CoreBeat
    /// How everyone stands.
    var accounts: AccountBook
    /// What this server's own tokens are signed with, where they mean anything: whoever may open the socket may read the
    /// key's file as well.
    var signingKey: SigningKey?
}

/// How a core does, said with every sign of life.
struct CoreBeat: Hashable, Sendable, Codable {
    /// Whether changes can be committed: an edge is not ready while they cannot.
    var isWritable: Bool
    /// Which core says so, and where its log stands: on a bus, where an edge hears more than one.
    var core: String?
    var position: Position?
}
