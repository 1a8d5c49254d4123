// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is piped into a command.
enum StandardInput {
    private static let limit = 64 * 1024 * 1024

    /// Reads all of it.
    static func bytes() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.limit {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw CommandFailure(.output, "cannot read standard input: \(String(cString: strerror(errno)))")
            }
        }
        throw CommandFailure(.invalid, "standard input is larger than 64 MiB")
    }

    /// Reads all of it as text, without the line end that editors add.
    static func text() throws -> String {
        let bytes = try Self.bytes()
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.invalid, "standard input is not UTF-8")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
