// SPDX-License-Identifier: Apache-2.0

import MartletServer

/// One thing that an operator may decide: its key, what it means, and where it goes.
///
/// The same key is `limits.page` in a file, `--limits-page` among the options and `MARTLET_LIMITS_PAGE` in the
/// environment. Reading, checking, printing and the sample file all go by ``all``.
struct Setting: Sendable {
    /// The key, as it is written in a file.
    let key: String
    /// What it decides, for whoever reads the sample file.
    let summary: String
    /// What is accepted, to follow "expected".
    let accepts: String
    /// What it might be, where nothing holds unless it is decided.
    var example: String?
    /// Whether its value must never be shown.
    var isSecret = false
    /// Whether it may have several values.
    var isList = false
    /// Puts a value where it belongs; false if it is not understood.
    let write: @Sendable (SettingValue, inout ServerSettings) throws(SettingProblem) -> Bool
    /// Reads what holds; nil if nothing does.
    let show: @Sendable (ServerSettings) -> String?

    /// The option that decides it.
    var option: String { "--" + String(self.key.map { $0 == "." || $0 == "_" ? "-" : $0 }) }
    /// The environment variable that decides it.
    var variable: String { "MARTLET_" + String(self.key.uppercased().map { $0 == "." ? "_" : $0 }) }

    /// The setting of that key.
    static func named(_ key: String) -> Setting? {
        Self.all.first { $0.key == key }
    }

    /// The key that was most likely meant.
    static func closest(to key: String, among keys: [String]) -> String? {
        let nearest = keys.map { ($0, Self.distance(key, $0)) }.min { $0.1 < $1.1 }
        guard let nearest, nearest.1 <= max(2, key.count / 4) else { return nil }
        return nearest.0
    }

    /// How many letters must be added, removed or replaced to make one text of the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
