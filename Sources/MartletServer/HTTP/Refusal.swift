// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

extension UpgradeDecision.Refusal {
    /// An answer to a request that is wrong as HTTP, in the form of the other errors of HTTP routes.
    init(status: HTTPResponseStatus, reason: String) {
        self.init(status: status)
        if status == .upgradeRequired {
            self.headers = ["sec-websocket-version": "13", "upgrade": "websocket"]
        }
        self.body.writeStaticString("{\"code\":-32600,\"message\":\"")
        self.body.writeString(reason)
        self.body.writeStaticString("\",\"data\":{\"retryable\":false}}")
    }

    /// The answer to bytes that are no HTTP.
    init(_ error: any Error) {
        switch error as? HTTPParserError {
        case .headerOverflow: self.init(status: .requestHeaderFieldsTooLarge)
        case .invalidVersion: self.init(status: .httpVersionNotSupported)
        default: self.init(status: .badRequest)
        }
    }
}
