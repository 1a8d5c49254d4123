// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// What the core answers when somebody attaches.
struct Attachment {
    var head: Seq
    var decision: ResumeDecision
    var memberships: [Membership]
}
