// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// A core's way to one edge; may be used on any thread.
protocol EdgeLine: Sendable {
    /// Hands over an encoded message, in order; false if it could not be sent, and certainly was not.
    @discardableResult
    func send(json: [UInt8]) -> Bool

    /// Ends the connection once everything that was handed over has gone.
    func close()

    /// Ends the connection now.
    func cut()
}

extension EdgeLine {
    /// Hands over a message, in order; false if it could not be sent, and certainly was not.
    @discardableResult
    func send(_ message: CoreMessage) -> Bool {
        guard let json = try? WireEncoder().encode(message) else { return false }
        return self.send(json: json)
    }
}
