// SPDX-License-Identifier: Apache-2.0

/// Whom the server believes about who a caller is.
///
/// The mode is part of an immutable configuration: there is no setter to call twice and no environment to
/// read again. A mode that was never chosen, or that nobody knows, is ``deny``.
package enum AccessMode: String, Hashable, Sendable, CaseIterable {
    /// Nobody: every route that needs a caller refuses.
    case deny
    /// Whoever asks, since only this machine can: a developer's own server.
    case dev
    /// A reverse proxy that has signed the caller in and proves itself with a secret.
    case proxy
    /// Whoever shows a token that a known key has signed.
    case jwt

    /// Reads the mode from a setting; absent or unknown text is ``deny``.
    package init(text: String?) {
        self = text.flatMap(Self.init(rawValue:)) ?? .deny
    }
}
