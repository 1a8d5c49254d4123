// SPDX-License-Identifier: Apache-2.0

/// A share as a person reads it, to a hundredth of a percent.
struct PercentText: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// - Parameter share: From 0 to 1.
    init(_ share: Double) {
        self.description = "\((share * 10_000).rounded() / 100) %"
    }
}
