// SPDX-License-Identifier: Apache-2.0

/// A token, and what may be done with one found where it was.
package struct ShownToken: Sendable {
    /// The token.
    package var secret: Secret
    /// What one of our own must have been made for.
    package var uses: Set<TokenGrant.Use>
}
