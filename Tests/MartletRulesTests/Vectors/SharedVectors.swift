// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletWire

/// Reads `Tests/Vectors`, which the tests of the browser module read too.
enum SharedVectors {
    static func read<Case: Decodable>(_ name: String, as type: Case.Type) throws -> [Case] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let bytes = try Data(contentsOf: tests.appending(path: "Vectors/\(name).json"))
        return try WireDecoder().decode([Case].self, from: Array(bytes))
    }
}
