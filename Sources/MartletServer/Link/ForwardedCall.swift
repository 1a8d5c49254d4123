// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// A JSON-RPC request or batch, with who makes it.
package struct ForwardedCall: Sendable {
    /// Who makes it.
    package var caller: Caller
    /// The request as it came.
    package var body: [UInt8]

    package init(caller: Caller, body: [UInt8]) {
        self.caller = caller
        self.body = body
    }
}
