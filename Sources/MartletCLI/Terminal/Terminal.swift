// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a command writes: lines for whoever asked, and notes for whoever watches.
///
/// Writes at once and without a buffer, so that what is piped on arrives while it is news.
struct Terminal: Sendable {
    /// One of the process's two outputs.
    enum Stream: CInt, Sendable {
        /// The answer.
        case output = 1
        /// Everything else.
        case notes = 2

        /// Whether a person reads it.
        var isInteractive: Bool { isatty(self.rawValue) == 1 }
    }

    /// Nobody reads the answer any more.
    struct Closed: Error {}

    /// The process's own.
    static let standard = Terminal()

    /// How many columns fit on a line; nil if nobody looks.
    var width: Int? {
        guard Stream.output.isInteractive else { return nil }
        var size = winsize()
        guard ioctl(Stream.output.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes a line of the answer.
    func write(_ line: String) throws {
        try self.write(Array(line.utf8) + [UInt8(ascii: "\n")], to: .output)
    }

    /// Writes a line for whoever watches.
    func note(_ line: String) {
        try? self.write(Array(line.utf8) + [UInt8(ascii: "\n")], to: .notes)
    }

    /// Writes bytes as they are.
    func write(_ bytes: [UInt8], to stream: Stream) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(stream.rawValue, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                throw Closed()
            } else if errno != EINTR && errno != EAGAIN {
                throw CommandFailure(.output, "cannot write: \(String(cString: strerror(errno)))")
            }
        }
    }
}

private func systemWrite(_ file: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
