// SPDX-License-Identifier: Apache-2.0

/// The three things that may flap, and are debounced together.
package struct ModeSignals: Hashable, Sendable {
    package var isNetworkAvailable: Bool
    package var isInForeground: Bool
    /// The mode somebody asked for; nil leaves it to the circumstances, which is another thing than asking for what
    /// they would come to.
    package var requestedMode: ConnectionMode?

    package init(isNetworkAvailable: Bool, isInForeground: Bool, requestedMode: ConnectionMode? = nil) {
        self.isNetworkAvailable = isNetworkAvailable
        self.isInForeground = isInForeground
        self.requestedMode = requestedMode
    }
}
