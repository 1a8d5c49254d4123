// SPDX-License-Identifier: Apache-2.0

/// Which edges are believed to be there: each for a while after it was last heard.
///
/// On a bus nobody's connection ends when an edge dies; only its silence tells.
package struct EdgeLeases<Edge: Hashable & Sendable, Instant: InstantProtocol>: Sendable
where Instant.Duration == Duration {
    private let lease: Duration
    private var ends: [Edge: Instant] = [:]
    /// When leases were last looked at.
    private var checked: Instant?

    /// Creates leases of a length.
    package init(lease: Duration) {
        precondition(lease > .zero, "a lease lasts")
        self.lease = lease
    }

    /// Notes that an edge was heard.
    package mutating func renewed(_ edge: Edge, at now: Instant) {
        self.ends[edge] = now.advanced(by: self.lease)
    }

    /// Notes that an edge is known to have gone.
    package mutating func ended(_ edge: Edge) {
        self.ends[edge] = nil
    }

    /// Takes out the edges that have said nothing for a lease; asked several times a lease.
    package mutating func expired(at now: Instant) -> [Edge] {
        if let checked, checked.duration(to: now) >= self.lease {
            // We were stopped ourselves: what came meanwhile has yet to be read.
            let end = now.advanced(by: self.lease / 3)
            self.ends = self.ends.mapValues { max($0, end) }
        }
        self.checked = now
        let due = self.ends.filter { $0.value <= now }.map(\.key)
        for edge in due { self.ends[edge] = nil }
        return due
    }
}
