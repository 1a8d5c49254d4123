// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletServer

/// A file that holds one secret, and perhaps a line end behind it.
struct SecretFile {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Reads the secret.
    func secret(for key: String) throws(SettingProblem) -> Secret {
        guard let data = try? Data(contentsOf: URL(filePath: self.path)) else {
            throw SettingProblem(key, "the file cannot be read")
        }
        guard data.count <= 64 * 1024, let text = String(bytes: data, encoding: .utf8)?.trimmingBlanks, !text.isEmpty
        else {
            throw SettingProblem(key, "the file holds no secret: it must be one text of UTF-8, at most 64 KiB")
        }
        return Secret(text)
    }
}
