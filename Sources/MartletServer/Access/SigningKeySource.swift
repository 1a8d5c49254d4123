// SPDX-License-Identifier: Apache-2.0

/// Where the key is that this server's own tokens are signed with.
package protocol SigningKeySource: Sendable {
    /// The key of now; `nil` for an edge that has not met its core yet.
    var signingKey: SigningKey? { get }
}

extension SigningKey: SigningKeySource {
    package var signingKey: SigningKey? { self }
}
