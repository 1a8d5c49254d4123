// SPDX-License-Identifier: Apache-2.0

/// A length of time as an operator writes it: a whole number and its unit, such as `500ms`, `20s`, `15m`, `12h` or `30d`.
struct DurationText: Hashable, Sendable, LosslessStringConvertible {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// The length.
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(_ description: String) {
        let digits = description.prefix { $0.isASCII && $0.isNumber }
        let suffix = description.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int64(digits), let unit = Self.units.first(where: { $0.suffix == suffix }) else { return nil }
        let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow else { return nil }
        self.duration = .milliseconds(milliseconds)
    }

    /// The length in the largest unit that is exact.
    var description: String {
        let (seconds, attoseconds) = self.duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "0s" }
        let unit = Self.units.first { milliseconds.isMultiple(of: $0.milliseconds) } ?? ("ms", 1)
        return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
    }
}
