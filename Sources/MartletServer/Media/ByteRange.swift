// SPDX-License-Identifier: Apache-2.0

/// Which part of a file a download asks for (RFC 9110, 14): one range of bytes.
package enum ByteRange: Hashable, Sendable {
    /// All of it: no range was asked for, or several, or in a way that HTTP tells us to ignore.
    case whole
    /// These bytes.
    case part(Range<Int64>)
    /// Bytes that the file does not have.
    case unsatisfiable

    /// Reads a `Range` header, if there is one, for a file of a size.
    package init(_ header: String?, of size: Int64) {
        self = header.flatMap { Self.parse($0, of: size) } ?? .whole
    }

    private static func parse(_ header: String, of size: Int64) -> Self? {
        guard header.lowercased().hasPrefix("bytes=") else { return nil }
        let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map(Self.trimmed)
        guard ends.count == 2 else { return nil }
        switch (ends[0].isEmpty, ends[1].isEmpty) {
        case (true, true):
            return nil
        case (true, false):
            guard let count = Self.number(ends[1]) else { return nil }
            return count == 0 || size == 0 ? .unsatisfiable : .part(max(size - count, 0)..<size)
        case (false, true):
            guard let first = Self.number(ends[0]) else { return nil }
            return first < size ? .part(first..<size) : .unsatisfiable
        case (false, false):
            guard let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last else { return nil }
            return first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return start.prefix { $0 != " " && $0 != "\t" }
    }

    /// Digits alone; more than any file has bytes is as good as the most there can be.
    private static func number(_ digits: Substring) -> Int64? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(digits) ?? .max
    }
}
