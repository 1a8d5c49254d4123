// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// What an application decides about modes when it begins to follow; each choice is independent of the others.
public struct ModePreferences: Hashable, Sendable {
    /// The mode in front.
    public var foreground = ClientStatus.Mode.streaming
    /// The mode in the background.
    public var background = ClientStatus.Mode.background
    /// Whether the application may work in the background.
    public var runsInBackground = true
    /// Which mode fits which circumstances.
    public var plan = ModePlan.standard
    /// Whether the mode follows the application between front and background; if not, it is in front for good.
    public var followsLifecycle = true
    /// Whether the mode follows the network; if not, there is one for good.
    public var followsNetwork = true
    /// Where the application starts; until its lifecycle says otherwise.
    public var startsIn = Martlet.Lifecycle.foreground

    /// Streams in front, looks for news once an hour in the background, and is offline without a network.
    public init() {}

    /// The same for the rules.
    package var settings: ModeSettings {
        ModeSettings(
            foregroundSlot: self.foreground.connectionMode,
            backgroundSlot: self.background.connectionMode,
            runsInBackground: self.runsInBackground,
            table: self.plan.table,
            followsLifecycle: self.followsLifecycle,
            followsNetwork: self.followsNetwork,
            startsInForeground: self.startsIn == .foreground
        )
    }
}
