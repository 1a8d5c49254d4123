// SPDX-License-Identifier: Apache-2.0

/// A number of bytes as an operator writes it: plain, or with `KiB`, `MiB` or `GiB`.
struct ByteCountText: Hashable, Sendable, LosslessStringConvertible {
    private static let units: [(suffix: String, bytes: Int64)] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]

    /// The number.
    let bytes: Int64

    init(_ bytes: Int64) {
        self.bytes = bytes
    }

    init?(_ description: String) {
        let digits = description.prefix { $0.isASCII && $0.isNumber }
        let suffix = description.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int64(digits) else { return nil }
        guard !suffix.isEmpty else {
            self.bytes = count
            return
        }
        guard let unit = Self.units.first(where: { $0.suffix == suffix }) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    /// The number in the largest unit that is exact.
    var description: String {
        guard self.bytes > 0, let unit = Self.units.first(where: { self.bytes.isMultiple(of: $0.bytes) }) else {
            return String(self.bytes)
        }
        return "\(self.bytes / unit.bytes)\(unit.suffix)"
    }
}
