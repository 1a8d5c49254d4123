// SPDX-License-Identifier: Apache-2.0

/// One life of one edge.
package struct EdgeIdentity: Hashable, Sendable {
    /// The edge's name, the same across restarts.
    package var name: String
    /// Which life of it: a number that grows with every start, such as the time of the start.
    package var incarnation: UInt64

    package init(name: String, incarnation: UInt64) {
        self.name = name
        self.incarnation = incarnation
    }
}
