// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Sizes, rates and times of the core.
package struct CoreSettings: Sendable {
    /// Sizes and counts that calls must keep.
    package var limits = Limits()
    /// Calls a person may make; nil lifts the limit.
    package var calls: Rate? = Rate(perSecond: 50, burst: 100)
    /// Whether typing is limited.
    package var limitsTyping = true
    /// How long somebody who lost their last connection is still believed to be there.
    package var presenceGrace: Duration = .seconds(15)
    /// How long everyone may need to come back after a start.
    package var admissionWindow: Duration = .seconds(15)

    package init() {}
}
