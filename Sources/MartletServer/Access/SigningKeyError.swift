// SPDX-License-Identifier: Apache-2.0

/// A signing key that cannot be made or used; for whoever starts the server, so it names the file.
package struct SigningKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(path: String, _ fault: String) {
        self.description = "signing_key_file: the signing key \(path) \(fault)"
    }
}
