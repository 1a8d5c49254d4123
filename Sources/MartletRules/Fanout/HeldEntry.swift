// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What a tail knows of one entry; apart from ``LogTail`` so that it is not generic.
struct HeldEntry: Sendable {
    var stored: any AnyObject & Sendable
    var weight: Int32
    var keyCount: Int32
    var except: [UserID]
}
