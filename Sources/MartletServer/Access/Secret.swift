// SPDX-License-Identifier: Apache-2.0

package import Crypto

/// A text that must never be seen: a token, a shared secret, a sign-in link's code.
///
/// ``exposedText`` is the one way out, so that a
/// search for that word finds every place where a secret leaves us.
package struct Secret: Sendable, Redacted {
    /// The text itself: for the one header, body or file that it belongs in.
    package let exposedText: String

    package init(_ text: String) {
        self.exposedText = text
    }

    /// What may be compared, in constant time, and remembered in place of the text.
    package var digest: SHA256Digest { SHA256.hash(data: Array(self.exposedText.utf8)) }
}
