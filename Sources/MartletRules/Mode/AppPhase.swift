// SPDX-License-Identifier: Apache-2.0

/// What a platform says of an app's life.
package enum AppPhase: Hashable, Sendable, CaseIterable {
    /// In front, and used.
    case active
    /// In front, but covered for a moment: a call, a switcher.
    case inactive
    /// Not to be seen.
    case hidden
    /// Not to be seen, and about to be held.
    case paused
    /// Without a view.
    case detached

    /// Whether it means the foreground; nil if it changes nothing, and then an app that just started counts as in front.
    package var isInForeground: Bool? {
        switch self {
        case .active: true
        case .hidden, .paused: false
        case .inactive, .detached: nil
        }
    }
}
