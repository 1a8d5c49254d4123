// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What decides, beside the credential itself, whether a person is still let in.
package struct AccountStatus: Hashable, Sendable, Codable {
    /// Whether an operator has shut the person out.
    package var isDisabled: Bool
    /// Credentials issued earlier are refused: the person signed out everywhere.
    package var tokensValidAfter: Timestamp?
    /// Whether the store itself knows the person as an operator, whatever the credential says.
    package var isOperator: Bool

    /// Creates a status; by default that of someone about whom nothing special is known.
    package init(isDisabled: Bool = false, tokensValidAfter: Timestamp? = nil, isOperator: Bool = false) {
        self.isDisabled = isDisabled
        self.tokensValidAfter = tokensValidAfter
        self.isOperator = isOperator
    }
}
