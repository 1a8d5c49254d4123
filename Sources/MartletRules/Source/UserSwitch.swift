// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Somebody else begins to use the app, and whoever caused that wants to know when they can.
package struct UserSwitch: Hashable, Sendable {
    /// What must be there first.
    package enum Need: Hashable, Sendable {
        /// Anything, be it what was stored.
        case cached
        /// The server's word.
        case fresh
    }

    /// How it ended.
    ///
    /// Each one ends once.
    package enum Outcome: Hashable, Sendable {
        case done
        /// Another one began.
        case superseded
        /// The server does not want this person, or no source could start.
        case failed(SourceFault)
        /// What was needed did not come in time; it may come later.
        case timedOut
        /// The client was closed.
        case closed
    }

    package var user: UserID
    package var need: Need
    /// How long whoever caused it waits.
    package var patience: Duration

    package init(to user: UserID, need: Need = .cached, patience: Duration = .seconds(30)) {
        self.user = user
        self.need = need
        self.patience = patience
    }
}
