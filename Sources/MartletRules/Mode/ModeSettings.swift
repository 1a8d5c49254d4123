// SPDX-License-Identifier: Apache-2.0

/// What an app decides about modes once, at start.
///
/// Every choice is independent of the others.
package struct ModeSettings: Hashable, Sendable {
    /// The mode in the foreground.
    package var foregroundSlot: ConnectionMode
    /// The mode in the background.
    package var backgroundSlot: ConnectionMode
    /// Whether the app may work in the background.
    package var runsInBackground: Bool
    /// Which mode fits which circumstances.
    package var table: ModeTable
    /// Whether the mode follows the app between foreground and background; if not, it is in the foreground for good.
    package var followsLifecycle: Bool
    /// Whether the mode follows the network; if not, there is one for good.
    package var followsNetwork: Bool
    /// Where the app starts.
    package var startsInForeground: Bool
    /// The mode asked for from the start, until another wish.
    package var requestedMode: ConnectionMode?
    /// Whether the app starts offline by choice.
    package var isOffline: Bool
    /// How long a flapping signal must be quiet.
    package var window: Duration
    /// When a mode that could not be applied is tried again.
    package var retry: BackoffSchedule
    /// How often in a row.
    package var retryLimit: Int

    package init(
        foregroundSlot: ConnectionMode = .streaming,
        backgroundSlot: ConnectionMode = .background,
        runsInBackground: Bool = true,
        table: ModeTable = .standard,
        followsLifecycle: Bool = true,
        followsNetwork: Bool = true,
        startsInForeground: Bool = true,
        requestedMode: ConnectionMode? = nil,
        isOffline: Bool = false,
        window: Duration = .seconds(1),
        retry: BackoffSchedule = .reconnect,
        retryLimit: Int = 5
    ) {
        self.foregroundSlot = foregroundSlot
        self.backgroundSlot = backgroundSlot
        self.runsInBackground = runsInBackground
        self.table = table
        self.followsLifecycle = followsLifecycle
        self.followsNetwork = followsNetwork
        self.startsInForeground = startsInForeground
        self.requestedMode = requestedMode
        self.isOffline = isOffline
        self.window = window
        self.retry = retry
        self.retryLimit = retryLimit
    }
}
