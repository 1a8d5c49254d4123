// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// What the credentials of a request came to.
package enum AccessClaim: Hashable, Sendable {
    /// There were none.
    case nobody
    /// There were some, and they are refused.
    case refused(AccessRefusal)
    /// They are this person's.
    case caller(Caller)
}
