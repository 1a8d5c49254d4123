// SPDX-License-Identifier: Apache-2.0

/// Prometheus' text format, version 0.0.4, as it is written.
struct Exposition {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    mutating func begin(_ name: String, _ kind: MetricKind, help: String) {
        self.text += "# HELP \(name) \(help.escaped(quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func add(_ name: String, _ suffix: String, _ value: Double) {
        self.text += "\(name)\(suffix) \(Self.text(of: value))\n"
    }

    mutating func add(_ name: String, _ suffix: String, _ value: Int64) {
        self.text += "\(name)\(suffix) \(value)\n"
    }

    /// A number as Prometheus reads it; whole numbers without a fraction.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 0x1p53 { return "\(Int64(value))" }
        return "\(value)"
    }
}
