// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// Which mode fits which circumstances: the first row that matches decides.
///
/// ```swift
/// var preferences = ModePreferences()
/// preferences.plan.rows.insert(ModePlan.Row(isInForeground: false, choice: .mode(.offline)), at: 0)
/// ```
public struct ModePlan: Hashable, Sendable {
    /// What a row leads to.
    public enum Choice: Hashable, Sendable {
        /// ``ModePreferences/foreground``.
        case foreground
        /// ``ModePreferences/background``.
        case background
        /// This, whatever is preferred.
        case mode(ClientStatus.Mode)
    }

    /// One line of a plan: it matches if all that it names is so.
    public struct Row: Hashable, Sendable {
        /// Whether there must be a network; nil if that does not matter.
        public var isNetworkAvailable: Bool?
        /// Whether the application must be in front; nil if that does not matter.
        public var isInForeground: Bool?
        /// Whether it must be allowed to work in the background; nil if that does not matter.
        public var runsInBackground: Bool?
        /// What it leads to.
        public var choice: Choice

        /// Creates a row; one that names nothing matches always.
        public init(
            isNetworkAvailable: Bool? = nil,
            isInForeground: Bool? = nil,
            runsInBackground: Bool? = nil,
            choice: Choice
        ) {
            self.isNetworkAvailable = isNetworkAvailable
            self.isInForeground = isInForeground
            self.runsInBackground = runsInBackground
            self.choice = choice
        }
    }

    /// The lines, in order; where none matches, ``ModePreferences/foreground`` applies.
    public var rows: [Row]

    /// Creates a plan.
    public init(_ rows: [Row]) {
        self.rows = rows
    }

    /// Offline without a network; else what is preferred where the application is, if it may work there.
    public static let standard = Self([
        Row(isNetworkAvailable: false, choice: .mode(.offline)),
        Row(isInForeground: false, runsInBackground: false, choice: .mode(.offline)),
        Row(isInForeground: false, choice: .background),
        Row(choice: .foreground),
    ])

    /// For programs whose windows come and go without meaning: only the network counts.
    public static let ignoringLifecycle = Self([
        Row(isNetworkAvailable: false, choice: .mode(.offline)), Row(choice: .foreground),
    ])

    var table: ModeTable { ModeTable(self.rows.map(\.rule)) }
}

extension ModePlan.Row {
    fileprivate var rule: ModeTable.Row {
        let outcome: ModeTable.Outcome =
            switch self.choice {
            case .foreground: .foregroundSlot
            case .background: .backgroundSlot
            case .mode(.offline): .mode(.offline(self.offlineReason))
            case .mode(let mode): .mode(ResolvedMode(mode.connectionMode))
            }
        let condition = ModeTable.Condition(
            isNetworkAvailable: self.isNetworkAvailable,
            isInForeground: self.isInForeground,
            runsInBackground: self.runsInBackground
        )
        return ModeTable.Row(when: condition, then: outcome)
    }

    /// Why a row that leads to offline does.
    private var offlineReason: OfflineReason {
        if self.isNetworkAvailable == false { return .networkUnavailable }
        return self.isInForeground == false && self.runsInBackground == false ? .backgroundDisabled : .setOffline
    }
}
