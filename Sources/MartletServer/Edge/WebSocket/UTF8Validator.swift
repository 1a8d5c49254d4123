// SPDX-License-Identifier: Apache-2.0

/// Tells at the first wrong byte that text is not UTF-8, however the text is cut into pieces.
struct UTF8Validator {
    /// Continuation bytes that the character begun still needs.
    private var needed: UInt8 = 0
    /// What the next of them may be: narrower after E0, ED, F0 and F4, against overlong forms, surrogates and > U+10FFFF.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// No character is left unfinished.
    var isComplete: Bool { self.needed == 0 }

    /// Takes the next piece; false as soon as no continuation could make it UTF-8.
    mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if self.needed == 0 {
                index = Self.endOfASCII(in: bytes, from: index)
                guard index < bytes.count else { return true }
                guard self.begin(bytes[index]) else { return false }
            } else {
                guard bytes[index] >= self.lowest, bytes[index] <= self.highest else { return false }
                self.needed -= 1
                self.lowest = 0x80
                self.highest = 0xBF
            }
            index += 1
        }
        return true
    }

    /// A byte of 0x80 or above where a character begins.
    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: self.needed = 1
        case 0xE0: (self.needed, self.lowest) = (2, 0xA0)
        case 0xED: (self.needed, self.highest) = (2, 0x9F)
        case 0xE1...0xEF: self.needed = 2
        case 0xF0: (self.needed, self.lowest) = (3, 0x90)
        case 0xF4: (self.needed, self.highest) = (3, 0x8F)
        case 0xF1...0xF3: self.needed = 3
        default: return false
        }
        return true
    }

    private static func endOfASCII(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let high = word & 0x8080_8080_8080_8080
            guard high == 0 else { return index + high.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 {
            index += 1
        }
        return index
    }
}
