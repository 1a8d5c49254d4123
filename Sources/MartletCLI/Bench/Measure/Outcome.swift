// SPDX-License-Identifier: Apache-2.0

/// What all listeners of a phase heard together, held against what was to be heard.
struct Outcome: Hashable, Sendable {
    /// How many deliveries there should be.
    var expected: Int
    /// How many there were, each counted once.
    var received = 0
    /// How many were passed over.
    var gaps = 0
    /// How many came again.
    var duplicates = 0
    /// How many calls were answered with an error.
    var refused = 0
    /// How many calls were not answered.
    var unanswered = 0
    /// How many connections the server said no hello to.
    var absent = 0
    /// How many connections ended that should not.
    var lost = 0
    /// How many came back and could not resume.
    var resynced = 0

    /// What is wrong, in words; empty if every delivery was made exactly once.
    var faults: [String] {
        var faults: [String] = []
        if self.received != self.expected { faults.append("\(self.received) of \(self.expected) deliveries") }
        let counts = [
            (self.gaps, "passed over"), (self.duplicates, "delivered twice"), (self.refused, "calls refused"),
            (self.unanswered, "calls not answered"), (self.absent, "connections without a hello"),
            (self.lost, "connections lost"), (self.resynced, "connections told to load afresh"),
        ]
        return faults + counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    }
}
