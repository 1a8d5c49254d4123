// SPDX-License-Identifier: Apache-2.0

/// What a peer did that RFC 6455 forbids, as the close frame that answers it.
struct ProtocolViolation: Error, Equatable {
    let code: UInt16
    /// For the developer at the other end; never holds what was sent.
    let reason: String

    static let notMasked = Self(code: 1002, reason: "a client's frames must be masked")
    static let reservedBits = Self(code: 1002, reason: "no extension was agreed on that uses the reserved bits")
    static let unknownOpcode = Self(code: 1002, reason: "this opcode is reserved")
    static let fragmentedControl = Self(code: 1002, reason: "control frames must not be fragmented")
    static let longControl = Self(code: 1002, reason: "control frames carry at most 125 bytes")
    static let lengthOverflow = Self(code: 1002, reason: "the first bit of a 64-bit length must be 0")
    static let nothingToContinue = Self(code: 1002, reason: "there is no message to continue")
    static let messageUnfinished = Self(code: 1002, reason: "the message before is unfinished")
    static let closeTooShort = Self(code: 1002, reason: "a close frame has no body, or a code of 2 bytes first")
    static let closeCode = Self(code: 1002, reason: "this close code must not be sent")
    static let notUTF8 = Self(code: 1007, reason: "text must be UTF-8")

    static func tooLong(limit: Int) -> Self {
        Self(code: 1009, reason: "a message has at most \(limit) bytes")
    }
}
