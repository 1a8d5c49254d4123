// SPDX-License-Identifier: Apache-2.0

extension ModeTable {
    /// One line of a table.
    package struct Row: Hashable, Sendable {
        package var condition: Condition
        package var outcome: Outcome

        package init(when condition: Condition, then outcome: Outcome) {
            self.condition = condition
            self.outcome = outcome
        }
    }

    /// What a row asks of the circumstances: all that it names; one that names nothing matches always.
    package struct Condition: Hashable, Sendable {
        package var isNetworkAvailable: Bool?
        package var isInForeground: Bool?
        package var runsInBackground: Bool?

        package init(isNetworkAvailable: Bool? = nil, isInForeground: Bool? = nil, runsInBackground: Bool? = nil) {
            self.isNetworkAvailable = isNetworkAvailable
            self.isInForeground = isInForeground
            self.runsInBackground = runsInBackground
        }

        func matches(_ circumstances: Circumstances) -> Bool {
            (self.isNetworkAvailable ?? circumstances.isNetworkAvailable) == circumstances.isNetworkAvailable
                && (self.isInForeground ?? circumstances.isInForeground) == circumstances.isInForeground
                && (self.runsInBackground ?? circumstances.runsInBackground) == circumstances.runsInBackground
        }
    }

    /// What a row leads to.
    package enum Outcome: Hashable, Sendable {
        /// What is configured for the foreground.
        case foregroundSlot
        /// What is configured for the background.
        case backgroundSlot
        /// This, whatever is configured.
        case mode(ResolvedMode)
    }
}
