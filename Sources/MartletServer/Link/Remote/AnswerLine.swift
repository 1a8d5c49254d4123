// SPDX-License-Identifier: Apache-2.0

/// An edge's way to a core that has asked it something; may be used on any thread.
protocol AnswerLine: Sendable {
    /// Hands over a message, in order; false if it could not be sent, and certainly was not.
    @discardableResult
    func send(_ message: EdgeMessage) -> Bool
}
