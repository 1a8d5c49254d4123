// SPDX-License-Identifier: Apache-2.0

extension Experiment {
    /// With fewer buckets than this for each variant a split is a matter of luck.
    private static let fewestBuckets = 50

    /// What is likely not meant, or does not do what it seems to.
    package var warnings: [ConfigurationFinding] {
        guard self.isEnabled else { return [] }
        return self.rolloutWarnings + self.variantWarnings + self.splitWarnings
    }

    private func warning(_ field: String, _ text: String) -> ConfigurationFinding {
        ConfigurationFinding(.warning, "experiments.\(self.key).\(field)", text)
    }

    private var rolloutWarnings: [ConfigurationFinding] {
        guard let given = self.rolloutPercentage, !given.isNaN else {
            return [self.warning("rolloutPercentage", "is missing, which means everyone (100)")]
        }
        guard given == self.rollout else {
            return [self.warning("rolloutPercentage", "\(given) is outside 0 to 100: \(self.rollout) holds")]
        }
        let buckets = ExperimentAlgorithm.cutoff(of: given)
        guard self.algorithm == .martlet1, Double(buckets) / 100 != given else { return [] }
        let effect = buckets == 0 ? "nobody takes part" : "\(Double(buckets) / 100) percent take part"
        return [self.warning("rolloutPercentage", "\(given) comes to \(buckets) of 10000 buckets: \(effect)")]
    }

    private var variantWarnings: [ConfigurationFinding] {
        let offered = self.offered
        guard !offered.isEmpty else {
            return [self.warning("variants", "there is none beside the control: nobody takes part")]
        }
        var warnings: [ConfigurationFinding] = []
        if offered.count < self.variants.count {
            warnings.append(self.warning("variants", "empty names and the control are left out"))
        }
        if Set(offered).count < offered.count {
            warnings.append(self.warning("variants", "a name stands there twice and gets twice the share"))
        }
        return warnings
    }

    private var splitWarnings: [ConfigurationFinding] {
        let (buckets, variants) = (ExperimentAlgorithm.cutoff(of: self.rollout), self.offered.count)
        guard variants > 1, buckets > 0, buckets < Self.fewestBuckets * variants else { return [] }
        let text = "unsafe split: \(variants) variants share \(buckets) of 10000 buckets, and will not do so evenly"
        return [self.warning("rolloutPercentage", text)]
    }

    /// What is likely not meant about one subject.
    ///
    /// With `martlet-1` neighbouring numbers have neighbouring buckets, so that people who came one after the other
    /// take part together, or not at all.
    package func warnings(for subject: String) -> [ConfigurationFinding] {
        guard self.algorithm == .martlet1, Self.isNumbered(subject) else { return [] }
        let text = "the subject looks like one of a sequence, and martlet-1 keeps neighbours together: use growthbook-2"
        return [self.warning("algorithm", text)]
    }

    /// Whether a name is a number, or ends in its only number: `42` and `user-1`, but no UUID.
    private static func isNumbered(_ subject: String) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let name = Array(subject.utf8)
        let stem = name[..<(name.lastIndex { !digits.contains($0) }.map { $0 + 1 } ?? 0)]
        return stem.count < name.count && !stem.contains(where: digits.contains)
    }
}
