// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// How people stand right now, answered at once: asked on every call, from any event loop.
package protocol AccountStandings: Sendable {
    /// How someone stands; `nil` only if there is certainly no such person.
    func standing(of user: UserID) -> AccountStatus?

    /// Whether a session was signed out before its token ended.
    func isSignedOut(_ session: SessionID) -> Bool
}
