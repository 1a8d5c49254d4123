// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// One of our people, as found for an outside subject.
package struct Account: Hashable, Sendable, Codable {
    /// The person.
    package var userID: UserID
    /// How they stand at the moment they are found.
    package var standing: AccountStatus

    package init(userID: UserID, standing: AccountStatus = AccountStatus()) {
        self.userID = userID
        self.standing = standing
    }
}
