// SPDX-License-Identifier: Apache-2.0

import Foundation

extension String {
    /// The text in NFC, so that what looks the same is the same to the store.
    package var normalized: String { self.precomposedStringWithCanonicalMapping }
}
