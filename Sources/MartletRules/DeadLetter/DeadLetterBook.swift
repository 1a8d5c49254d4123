// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What clients last said that their outboxes have given up.
///
/// Bounded twice, since anybody may report: a person's oldest report makes room for their next one, and the oldest of all
/// for anybody's. Kept in memory alone: clients say it again whenever they connect.
package struct DeadLetterBook: Sendable {
    private let perPerson: Int
    private let limit: Int
    /// The latest word last.
    private var entries: [DeadLetterReport] = []

    /// Starts empty.
    ///
    /// - Parameters:
    ///   - perPerson: How many clients of one person are remembered.
    ///   - limit: How many clients are.
    package init(perPerson: Int = 20, limit: Int = 1000) {
        self.perPerson = perPerson
        self.limit = limit
    }

    /// The latest reports first.
    package var reports: [DeadLetterReport] { self.entries.reversed() }

    /// Takes a client's word in place of its last one; one without letters is forgotten.
    package mutating func reported(_ report: DeadLetterReport) {
        self.entries.removeAll { $0.userID == report.userID && $0.client == report.client }
        guard !report.letters.isEmpty else { return }
        self.entries.append(report)
        let theirs = self.entries.indices.filter { self.entries[$0].userID == report.userID }
        if theirs.count > self.perPerson, let oldest = theirs.first { self.entries.remove(at: oldest) }
        if self.entries.count > self.limit { self.entries.removeFirst() }
    }
}
