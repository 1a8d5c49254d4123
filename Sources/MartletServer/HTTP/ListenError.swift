// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The server could not take its address.
package struct ListenError: Error, CustomStringConvertible {
    package let host: String
    package let port: Int
    let cause: any Error

    package var description: String {
        "cannot listen on host \(self.host), port \(self.port): \(self.cause)"
    }
}
