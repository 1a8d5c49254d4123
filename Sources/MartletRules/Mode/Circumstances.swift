// SPDX-License-Identifier: Apache-2.0

/// All that a ``ModeTable`` looks at.
package struct Circumstances: Hashable, Sendable {
    /// Whether there is a network.
    package var isNetworkAvailable: Bool
    /// Whether the app is in front of its user.
    package var isInForeground: Bool
    /// Whether the app may work in the background at all.
    package var runsInBackground: Bool
    /// The mode meant for the foreground.
    package var foregroundSlot: ConnectionMode
    /// The mode meant for the background.
    package var backgroundSlot: ConnectionMode

    package init(
        isNetworkAvailable: Bool = true,
        isInForeground: Bool = true,
        runsInBackground: Bool = true,
        foregroundSlot: ConnectionMode = .streaming,
        backgroundSlot: ConnectionMode = .background
    ) {
        self.isNetworkAvailable = isNetworkAvailable
        self.isInForeground = isInForeground
        self.runsInBackground = runsInBackground
        self.foregroundSlot = foregroundSlot
        self.backgroundSlot = backgroundSlot
    }
}
