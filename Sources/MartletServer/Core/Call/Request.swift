// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire

/// A method that is about more than the store: presence, typing, the server itself.
package protocol Request: Method {
    /// Answers the caller.
    func answer(by core: Core, for caller: Caller) async throws -> Result
}
