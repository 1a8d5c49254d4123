// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension UnsafeRawBufferPointer {
    /// What follows the first occurrence of some letters.
    func rest(after letters: StaticString) -> UnsafeRawBufferPointer? {
        guard var place = self.baseAddress else { return nil }
        let end = place + self.count
        let count = letters.utf8CodeUnitCount
        while end - place >= count, let found = memchr(place, Int32(letters.utf8Start[0]), end - place - count + 1) {
            let start = UnsafeRawPointer(found)
            if memcmp(start, letters.utf8Start, count) == 0 {
                return UnsafeRawBufferPointer(start: start + count, count: end - start - count)
            }
            place = start + 1
        }
        return nil
    }

    /// Whether it begins with some letters.
    func begins(with letters: StaticString) -> Bool {
        guard let start = self.baseAddress, self.count >= letters.utf8CodeUnitCount else { return false }
        return memcmp(start, letters.utf8Start, letters.utf8CodeUnitCount) == 0
    }

    /// Takes letters off the beginning, if they are there.
    mutating func take(_ letters: StaticString) -> Bool {
        guard self.begins(with: letters) else { return false }
        self = UnsafeRawBufferPointer(rebasing: self[letters.utf8CodeUnitCount...])
        return true
    }

    /// Takes a decimal number of at most 18 digits off the beginning.
    mutating func takeNumber() -> Int? {
        var number = 0
        var digits = 0
        while digits < self.count, digits < 19, case let digit = self[digits] &- UInt8(ascii: "0"), digit < 10 {
            number = number &* 10 &+ Int(digit)
            digits += 1
        }
        guard (1...18).contains(digits) else { return nil }
        self = UnsafeRawBufferPointer(rebasing: self[digits...])
        return number
    }
}
