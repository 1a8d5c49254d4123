// SPDX-License-Identifier: Apache-2.0

/// Which mode fits which circumstances: the first row that matches decides.
///
/// A table is a plain value, so that an app can put its own in place of ``standard``. Where no row matches, the
/// foreground slot applies.
package struct ModeTable: Hashable, Sendable {
    package var rows: [Row]

    package init(_ rows: [Row]) {
        self.rows = rows
    }

    /// No network: offline, wherever the app is.
    ///
    /// Else the slot of where it is, if it may work there.
    package static let standard = Self([
        Row(when: Condition(isNetworkAvailable: false), then: .mode(.offline(.networkUnavailable))),
        Row(
            when: Condition(isInForeground: false, runsInBackground: false),
            then: .mode(.offline(.backgroundDisabled))
        ),
        Row(when: Condition(isInForeground: false), then: .backgroundSlot),
        Row(when: Condition(), then: .foregroundSlot),
    ])

    /// For programs whose windows come and go without meaning: only the network counts.
    package static let ignoringLifecycle = Self([
        Row(when: Condition(isNetworkAvailable: false), then: .mode(.offline(.networkUnavailable))),
        Row(when: Condition(), then: .foregroundSlot),
    ])

    /// The mode for the circumstances.
    package func mode(in circumstances: Circumstances) -> ResolvedMode {
        let outcome = self.rows.first { $0.condition.matches(circumstances) }?.outcome ?? .foregroundSlot
        return switch outcome {
        case .foregroundSlot: ResolvedMode(circumstances.foregroundSlot)
        case .backgroundSlot: ResolvedMode(circumstances.backgroundSlot)
        case .mode(let mode): mode
        }
    }
}
