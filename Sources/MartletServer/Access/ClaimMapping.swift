// SPDX-License-Identifier: Apache-2.0

/// The claim by which the issuer says that someone is an operator, such as `roles=martlet-operator`.
package struct ClaimMapping: Hashable, Sendable, LosslessStringConvertible {
    /// Where the claim is: names from the outside in.
    package var path: [String]
    /// What it must be, or hold if it is a list.
    package var value: String

    /// Reads `name=value` or `outer.inner=value`.
    package init?(_ description: String) {
        let halves = description.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[1].isEmpty else { return nil }
        let path = halves[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.path = path
        self.value = String(halves[1])
    }

    package var description: String { "\(self.path.joined(separator: "."))=\(self.value)" }

    /// Whether a token's claims say so.
    package func isSatisfied(by claims: ClaimValue) -> Bool {
        // A claim may itself have dots in its name, as those that are spelled like URLs do.
        let whole = claims[self.path.joined(separator: ".")]
        let nested = self.path.reduce(ClaimValue?.some(claims)) { outer, name in outer?[name] }
        switch whole ?? nested {
        case .text(let text): return text == self.value
        case .list(let values): return values.contains(.text(self.value))
        case .flag(let flag): return String(flag) == self.value
        case .number, .object, .null, nil: return false
        }
    }
}
