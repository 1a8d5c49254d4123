// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Whom a socket's path names: `/ws/user/{user_id}`.
package enum PathUser: Hashable, Sendable {
    /// This person, who may or may not exist.
    case user(UserID)
    /// Nothing that could be a person.
    case malformed

    /// Reads the path's last component: plain decimal digits and nothing else.
    package init(text: some StringProtocol) {
        let isDecimal = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDecimal, let number = Int64(text), number > 0 else {
            self = .malformed
            return
        }
        self = .user(UserID(rawValue: number))
    }
}
