// SPDX-License-Identifier: Apache-2.0

/// One meter for each key that has been busy lately.
///
/// Whenever it has doubled since it was last swept, whoever is idle is forgotten: so it never holds more than twice
/// the keys that were busy at once, and a sweep costs each entry a constant.
struct Allowances<Key: Hashable & Sendable, Meter: Sendable>: Sendable {
    private var meters: [Key: Meter] = [:]
    private var nextSweep = 64

    var count: Int { self.meters.count }

    subscript(key: Key) -> Meter? { self.meters[key] }

    mutating func set(_ meter: Meter, for key: Key, forgetting isIdle: (Meter) -> Bool) {
        self.meters[key] = meter
        guard self.meters.count >= self.nextSweep else { return }
        self.meters = self.meters.filter { !isIdle($0.value) }
        self.nextSweep = max(64, self.meters.count * 2)
    }
}
