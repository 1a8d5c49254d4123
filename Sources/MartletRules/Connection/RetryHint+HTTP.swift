// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension RetryHint {
    /// Reads the header `Retry-After`: whole seconds, or a date.
    ///
    /// What is in the past asks for nothing, and so does what cannot be read. The longest that is believed is
    /// ``BackoffSchedule/longestHint``'s to say.
    ///
    /// - Parameters:
    ///   - value: The header's value.
    ///   - now: The wall clock, from which a date counts.
    package init?(retryAfter value: String, at now: Timestamp) {
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            // More seconds than fit are as good as the most that do.
            self.init(delay: .seconds(UInt32(value) ?? .max))
        } else if let date = HTTPDate(value, near: now) {
            guard date.timestamp > now else { return nil }
            self.init(delay: .milliseconds(date.timestamp.rawValue - now.rawValue))
        } else {
            return nil
        }
    }
}
