// SPDX-License-Identifier: Apache-2.0

import MartletTesting

/// What is wrong with the network of one person.
struct Faults {
    var roads = SimulatedNetwork()
    /// Until when nothing passes in either direction.
    var holeEnd: ManualInstant = 0
    /// How many logged events are lost inside a connection, between 0 and 1.
    var leak = 0.0
    /// How many come out of it twice, between 0 and 1.
    var echo = 0.0
    /// Whether connections are refused before they begin.
    var refuses = false

    /// How often a frame comes out of a connection into which it went once.
    func copies(of frame: Frame, using chance: inout SeededGenerator) -> Int {
        guard self.leak + self.echo > 0, case .entry = frame else { return 1 }
        if Double.random(in: 0..<1, using: &chance) < self.leak { return 0 }
        return Double.random(in: 0..<1, using: &chance) < self.echo ? 2 : 1
    }
}
