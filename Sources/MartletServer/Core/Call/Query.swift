// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

/// A method that reads one snapshot of the store.
package protocol Query: Method {
    /// Answers from the snapshot what the caller may know.
    func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result
}
