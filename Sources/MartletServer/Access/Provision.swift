// SPDX-License-Identifier: Apache-2.0

/// What happens when someone signs in who has no account yet.
package enum Provision: String, Hashable, Sendable, CaseIterable {
    /// They get one: whoever vouches for them vouches for that.
    case auto
    /// They are refused until an operator has made one.
    case deny
}
