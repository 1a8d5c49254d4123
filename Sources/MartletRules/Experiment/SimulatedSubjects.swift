// SPDX-License-Identifier: Apache-2.0

/// Names for a crowd that does not exist.
package enum SimulatedSubjects: String, Hashable, Sendable, CaseIterable {
    /// Sixteen hexadecimal digits, as from a good generator.
    case random
    /// `user-1`, `user-2` and so on, as from a database.
    case sequential

    /// Makes names.
    package func names(_ count: Int, using generator: inout some RandomNumberGenerator) -> [String] {
        switch self {
        case .random:
            (0..<count).map { _ in
                let digits = String(generator.next() as UInt64, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }
        case .sequential:
            (0..<count).map { "user-\($0 + 1)" }
        }
    }
}
