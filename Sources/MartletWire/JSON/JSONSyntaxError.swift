// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not JSON, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let problem: String
    /// How many bytes were well-formed.
    public let offset: Int

    /// The problem and the place.
    public var description: String { "\(self.problem) at byte \(self.offset)" }
}
