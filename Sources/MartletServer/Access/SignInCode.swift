// SPDX-License-Identifier: Apache-2.0

/// The unguessable part of a one-use sign-in link.
package struct SignInCode: Sendable {
    private static let prefix = "link_"

    /// The code: 256 random bits behind a mark that no token begins with.
    package let secret: Secret

    /// Draws a code.
    package init(entropy: Entropy) {
        self.secret = Secret(Self.prefix + entropy.text(32))
    }

    /// Recognises a code where a token might also be; `nil` if it is none.
    package init?(_ secret: Secret) {
        guard secret.exposedText.hasPrefix(Self.prefix), secret.exposedText.utf8.count <= 128 else { return nil }
        self.secret = secret
    }

    /// What the offer is kept under.
    package var digest: [UInt8] { Array(self.secret.digest) }

    /// The link: the code is in the fragment, which a browser keeps to itself.
    package func link(to publicURL: String) -> Secret {
        let base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        return Secret("\(base)/signin#sign-in=\(self.secret.exposedText)")
    }
}
