// SPDX-License-Identifier: Apache-2.0

/// A host and perhaps a port, as in a `Host` header.
package struct Authority: Hashable, Sendable {
    /// The name in lower case without a final dot; an IPv6 address keeps its brackets.
    package let host: String
    /// The port, if one was written.
    package let port: Int?

    /// Reads `name`, `name:port`, `[v6]` or `[v6]:port`; anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        // Before lowering: a Kelvin sign lowers to a plain k.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let lower = text.lowercased()
        let name: Substring
        let rest: Substring
        if lower.hasPrefix("[") {
            guard let end = lower.firstIndex(of: "]") else { return nil }
            name = lower[...end]
            rest = lower[lower.index(after: end)...]
            guard name.utf8.count > 2, name.dropFirst().dropLast().utf8.allSatisfy(Self.isAddressByte) else {
                return nil
            }
        } else {
            let colon = lower.utf8.firstIndex(of: UInt8(ascii: ":")) ?? lower.endIndex
            let written = lower[..<colon]
            name = written.hasSuffix(".") ? written.dropLast() : written
            rest = lower[colon...]
            guard !name.isEmpty, name.utf8.count <= 253, name.utf8.allSatisfy(Self.isNameByte) else { return nil }
        }
        self.host = String(name)
        guard !rest.isEmpty else {
            self.port = nil
            return
        }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(Self.isDigit),
            let port = Int(digits), (1...65535).contains(port)
        else { return nil }
        self.port = port
    }

    /// Whether the name can only mean this machine.
    package var isLoopbackName: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(self.host) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isAddressByte(_ byte: UInt8) -> Bool {
        self.isDigit(byte) || (0x61...0x66).contains(byte) || byte == 0x3A || byte == 0x2E
    }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        self.isDigit(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
    }
}
