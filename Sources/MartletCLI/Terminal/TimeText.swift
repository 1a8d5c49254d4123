// SPDX-License-Identifier: Apache-2.0

import MartletWire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A moment as a person reads it, to the second, by the clock on the wall here.
struct TimeText: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// Writes a moment.
    init(_ timestamp: Timestamp) {
        var seconds = time_t(timestamp.rawValue.dividedFloor(by: 1000))
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else {
            self.description = String(timestamp.rawValue)
            return
        }
        let date = "\(parts.tm_year + 1900)-\(Self.two(parts.tm_mon + 1))-\(Self.two(parts.tm_mday))"
        self.description = "\(date) \(Self.two(parts.tm_hour)):\(Self.two(parts.tm_min)):\(Self.two(parts.tm_sec))"
    }

    /// Writes a moment that may not have come.
    init(_ timestamp: Timestamp?) {
        self.description = timestamp.map { TimeText($0).description } ?? ""
    }

    private static func two(_ number: CInt) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

extension Int64 {
    fileprivate func dividedFloor(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
