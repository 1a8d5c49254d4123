// SPDX-License-Identifier: Apache-2.0

/// One direction of a connection: what goes in comes out in order, late, or not at all.
///
/// A black hole swallows nothing for good: as with TCP, what was sent meanwhile comes out after it, unless the
/// connection was given up by then.
public struct SimulatedStream: Hashable, Sendable {
    private var lastArrival: ManualInstant = 0
    private var swallowsUntil: ManualInstant = 0

    /// Whether nothing comes out any more.
    public private(set) var isCut = false

    /// Creates an open stream.
    public init() {}

    /// Ends it: what is on its way is lost.
    public mutating func cut() {
        self.isCut = true
    }

    /// Lets nothing out until an instant.
    public mutating func swallow(until instant: ManualInstant) {
        self.swallowsUntil = max(self.swallowsUntil, instant)
    }

    /// Sends something.
    ///
    /// - Parameters:
    ///   - now: When it goes in.
    ///   - delay: How long it travels.
    /// - Returns: When it comes out, if the stream is not cut by then; nil if it is cut already.
    public mutating func arrival(sentAt now: ManualInstant, delay: Duration) -> ManualInstant? {
        guard !self.isCut else { return nil }
        let arrival = max(max(now, self.swallowsUntil).advanced(by: delay), self.lastArrival)
        self.lastArrival = arrival
        return arrival
    }
}
