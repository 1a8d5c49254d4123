// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FoundationEssentials
import JWTKit

/// HS256 with our own key, at once: a key that has just come from the core verifies the very next request.
extension SigningKey: JWTAlgorithm {
    package var name: String { TokenAlgorithm.hs256.rawValue }

    package func sign(_ plaintext: some DataProtocol) throws -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: plaintext, using: self.symmetric))
    }

    package func verify(_ signature: some DataProtocol, signs plaintext: some DataProtocol) throws -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(Array(signature), authenticating: plaintext, using: self.symmetric)
    }
}
