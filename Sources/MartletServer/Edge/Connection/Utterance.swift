// SPDX-License-Identifier: Apache-2.0

/// What kind of thing a client's text is, told from its bytes without decoding it: the core decodes calls.
enum Utterance: Equatable {
    /// A JSON-RPC request or batch for the core.
    case call
    /// A call that may be about the connection itself.
    case ownCall
    /// A frame such as `pong`.
    case control

    init(_ bytes: [UInt8]) {
        let isCall = bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") || bytes.contains("\"jsonrpc\"")
        guard isCall else {
            self = .control
            return
        }
        self = bytes.contains("presence.watch") || bytes.contains("auth.refresh") ? .ownCall : .call
    }
}

extension [UInt8] {
    fileprivate func contains(_ needle: StaticString) -> Bool {
        let count = needle.utf8CodeUnitCount
        let first = needle.utf8Start[0]
        return self.withUnsafeBufferPointer { bytes in
            guard bytes.count >= count else { return false }
            return (0...(bytes.count - count)).contains { start in
                bytes[start] == first && (1..<count).allSatisfy { bytes[start + $0] == needle.utf8Start[$0] }
            }
        }
    }
}
