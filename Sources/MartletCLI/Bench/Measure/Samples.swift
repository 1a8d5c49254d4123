// SPDX-License-Identifier: Apache-2.0

/// What one figure was in each round.
struct Samples: Hashable, Sendable, Encodable {
    private enum CodingKeys: String, CodingKey {
        case median, min, max, values
    }

    /// In the order of the rounds.
    private(set) var values: [Double] = []

    init(_ values: [Double] = []) {
        self.values = values
    }

    /// The middle one, between the two middle ones of an even number; zero of none.
    var median: Double {
        guard !self.values.isEmpty else { return 0 }
        let sorted = self.values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The least; zero of none.
    var min: Double { self.values.min() ?? 0 }

    /// The greatest; zero of none.
    var max: Double { self.values.max() ?? 0 }

    mutating func add(_ value: Double) {
        self.values.append(value)
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.median, forKey: .median)
        try fields.encode(self.min, forKey: .min)
        try fields.encode(self.max, forKey: .max)
        try fields.encode(self.values, forKey: .values)
    }
}
