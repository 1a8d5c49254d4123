// SPDX-License-Identifier: Apache-2.0

/// An edge's way to the core that has taken it on; may be used on any thread.
protocol CoreLine: Sendable {
    /// Hands over a message, in order; false if it could not be sent, and certainly was not.
    @discardableResult
    func send(_ message: EdgeMessage) -> Bool
}
