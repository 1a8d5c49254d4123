// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// An answer over HTTP, from our server or from whatever stands before it.
package struct HTTPAnswer: Sendable {
    var status: Int
    var body: [UInt8]
    /// The header of that name, unread.
    var retryAfter: String?

    package init(status: Int, body: [UInt8], retryAfter: String? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }

    /// What our server says went wrong, if that is what the body says.
    var error: RPCError? {
        struct Body: Decodable {
            var error: RPCError
        }
        if let body = try? WireDecoder().decode(Body.self, from: self.body) { return body.error }
        return try? WireDecoder().decode(RPCError.self, from: self.body)
    }

    /// How long the server asked to be left alone, be it in seconds or until a date.
    func hint(at now: Timestamp) -> Duration? {
        self.retryAfter.flatMap { RetryHint(retryAfter: $0, at: now)?.delay }
    }
}
