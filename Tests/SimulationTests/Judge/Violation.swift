// SPDX-License-Identifier: Apache-2.0

import MartletTesting

/// An invariant that did not hold.
struct Violation: Error, CustomStringConvertible {
    var invariant: Invariant
    var detail: String
    var instant: ManualInstant

    var description: String { "\(self.invariant.rawValue): \(self.detail)" }
}
