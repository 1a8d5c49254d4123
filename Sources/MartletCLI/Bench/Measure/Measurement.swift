// SPDX-License-Identifier: Apache-2.0

/// What a figure was in all rounds of a scenario.
struct Measurement: Sendable {
    let scenario: String
    let figure: Figure
    var samples: Samples
}

extension Measurement: Encodable {
    private enum CodingKeys: String, CodingKey {
        case scenario, name, unit, samples
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.scenario, forKey: .scenario)
        try fields.encode(self.figure.name, forKey: .name)
        try fields.encode(self.figure.unit, forKey: .unit)
        try fields.encode(self.samples, forKey: .samples)
    }
}

extension Measurement: TableRow {
    static let columns: [Column<Self>] = [
        .text("SCENARIO", \.scenario),
        .text("FIGURE", isElastic: true, \.figure.title),
        .number("MEDIAN") { Self.text($0.samples.median) },
        .number("MIN") { Self.text($0.samples.min) },
        .number("MAX") { Self.text($0.samples.max) },
        .text("UNIT", \.figure.unit),
    ]

    /// Three significant digits, or all before the point.
    static func text(_ value: Double) -> String {
        let digits = value.magnitude >= 100 || value == 0 ? 0 : value.magnitude >= 10 ? 1 : 2
        let scale = digits == 0 ? 1 : digits == 1 ? 10.0 : 100.0
        let scaled = Int64((value * scale).rounded())
        guard digits > 0 else { return String(scaled) }
        let fraction = String(scaled.magnitude % UInt64(scale))
        let padded = String(repeating: "0", count: digits - fraction.count) + fraction
        return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / UInt64(scale)).\(padded)"
    }
}
