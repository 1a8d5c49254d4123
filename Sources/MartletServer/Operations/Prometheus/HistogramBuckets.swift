// SPDX-License-Identifier: Apache-2.0

/// The upper bounds by which a histogram sorts its values, chosen by the unit that ends its name.
struct HistogramBuckets: Hashable, Sendable {
    let bounds: [Double]
    /// The bounds as label values, the unbounded last bucket included.
    let labels: [String]

    init(forMetric name: String) {
        if name.hasSuffix("_seconds") {
            self.init([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])
        } else if name.hasSuffix("_bytes") {
            self.init((3...12).map { Double(1 << (2 * $0)) })
        } else {
            self.init([0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000])
        }
    }

    init(_ bounds: [Double]) {
        self.bounds = bounds
        self.labels = (bounds + [.infinity]).map { "le=\"\(Exposition.text(of: $0))\"" }
    }

    /// Which bucket a value falls into; the last is unbounded.
    func index(of value: Double) -> Int {
        self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
    }
}
