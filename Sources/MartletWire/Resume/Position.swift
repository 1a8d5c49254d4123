// SPDX-License-Identifier: Apache-2.0

/// A place in the one log: strictly increasing in commit order, without holes, below 2^53.
public typealias Seq = Int64

/// One life of the log, as an opaque token.
///
/// A core that opens the store begins a new term; the epoch on the wire is the current term.
public struct Epoch: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    /// The token as sent on the wire.
    public let rawValue: String

    /// Wraps a token.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The token.
    public var description: String { self.rawValue }
}

/// Where a reader stands in the log.
///
/// A sequence number only means something within an epoch: see ``Epoch``.
public struct Position: Hashable, Sendable, Codable {
    /// The life of the log that ``seq`` counts within.
    public var epoch: Epoch
    /// The last entry the reader has been given, entitled to it or not.
    public var seq: Seq

    /// Creates a position.
    public init(epoch: Epoch, seq: Seq) {
        self.epoch = epoch
        self.seq = seq
    }
}
