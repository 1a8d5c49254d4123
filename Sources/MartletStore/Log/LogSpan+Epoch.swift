// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

extension LogSpan {
    /// The current life's token.
    package var epoch: Epoch { self.terms.last?.epoch ?? Epoch(rawValue: "") }
}
