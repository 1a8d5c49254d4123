// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// The value as a file that people read: two spaces a level, one member or element a line, and a line end.
    /// - Throws: `EncodingError` for a number that JSON does not have.
    package func indented() throws -> [UInt8] {
        var bytes: [UInt8] = []
        try self.write(to: &bytes, depth: 0)
        return bytes + [UInt8(ascii: "\n")]
    }

    private func write(to bytes: inout [UInt8], depth: Int) throws {
        switch self {
        case .object(let members) where !members.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                Self.beginLine(in: &bytes, depth: depth + 1, isFirst: index == 0)
                bytes += try WireEncoder().encode(member.name) + Array(": ".utf8)
                try member.value.write(to: &bytes, depth: depth + 1)
            }
            Self.beginLine(in: &bytes, depth: depth, isFirst: true)
            bytes.append(UInt8(ascii: "}"))
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                Self.beginLine(in: &bytes, depth: depth + 1, isFirst: index == 0)
                try element.write(to: &bytes, depth: depth + 1)
            }
            Self.beginLine(in: &bytes, depth: depth, isFirst: true)
            bytes.append(UInt8(ascii: "]"))
        case .object, .array, .null, .bool, .integer, .number, .string:
            bytes += try WireEncoder().encode(self)
        }
    }

    private static func beginLine(in bytes: inout [UInt8], depth: Int, isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: 2 * depth)
    }
}
