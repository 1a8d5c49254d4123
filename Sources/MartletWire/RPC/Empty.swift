// SPDX-License-Identifier: Apache-2.0

/// An object without fields: the answer of a method that only needs to succeed.
public struct Empty: Hashable, Sendable, Codable {
    /// Creates the answer.
    public init() {}
}
