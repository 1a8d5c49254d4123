// SPDX-License-Identifier: Apache-2.0

/// How much of what a person may do a credential lets its bearer do.
package enum AccessScope: String, Hashable, Sendable, Codable, CaseIterable {
    /// All of it.
    case full
    /// Only downloading media: a service worker holds such a token where a page's script could read it.
    case mediaOnly
}
