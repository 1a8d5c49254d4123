// SPDX-License-Identifier: Apache-2.0

/// A set of labels, escaped and in the order of their names, so that equal sets are equal text.
struct MetricLabels: Hashable, Comparable, Sendable {
    /// What stands between the braces: `code="1001",kind="socket"`.
    let text: String

    /// Of two labels with one name the first counts.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions where values[name.asLabelName] == nil {
            values[name.asLabelName] = value.escaped(quotes: true)
        }
        self.text = values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
    }

    static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    /// What follows a metric's name, with a last label if there is one.
    func suffix(adding last: String? = nil) -> String {
        switch (self.text.isEmpty, last) {
        case (true, nil): ""
        case (true, let last?): "{\(last)}"
        case (false, nil): "{\(self.text)}"
        case (false, let last?): "{\(self.text),\(last)}"
        }
    }
}

extension String {
    /// The nearest name that Prometheus accepts for a metric.
    var asMetricName: String {
        let legal = String(self.unicodeScalars.map { $0.isNamePart || $0 == ":" ? Character($0) : "_" })
        return legal.first.map { $0.isNumber } ?? true ? "_" + legal : legal
    }

    /// The nearest name that Prometheus accepts for a label.
    fileprivate var asLabelName: String {
        let legal = String(self.unicodeScalars.map { $0.isNamePart ? Character($0) : "_" })
        return legal.first.map { $0.isNumber } ?? true ? "_" + legal : legal
    }

    func escaped(quotes: Bool) -> String {
        var result = ""
        for scalar in self.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    fileprivate var isNamePart: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
