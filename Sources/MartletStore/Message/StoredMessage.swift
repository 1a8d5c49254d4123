// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A message with what the wire does not say of it.
package struct StoredMessage: Hashable, Sendable {
    /// The message as readers see it now.
    package var message: Message
    /// The entry of the log that carries its text; an edit or a deletion takes the text out of it.
    package var bodySeq: Seq
    /// The hash of the parameters of the keyed call that sent it.
    package var paramsHash: [UInt8]?

    package init(_ message: Message, bodySeq: Seq, paramsHash: [UInt8]? = nil) {
        self.message = message
        self.bodySeq = bodySeq
        self.paramsHash = paramsHash
    }
}
