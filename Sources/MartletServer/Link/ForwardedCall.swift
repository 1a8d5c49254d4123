// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// A JSON-RPC request or batch, with who makes it.
package struct ForwardedCall: Sendable {
    /// Who makes it.
    package var caller: Caller
    /// The request as it came.
    package var body: [UInt8]
    /// Under what each of its changes takes effect once that has no key of its own, so that another core can be asked
    /// again; nil where there is none.
    package var key: String?

    package init(caller: Caller, body: [UInt8]) {
        self.caller = caller
        self.body = body
    }
}
