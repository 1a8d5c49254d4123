// SPDX-License-Identifier: Apache-2.0

/// The four bytes that a client's payload is combined with, turned so that the next byte meets the right one.
struct MaskingKey: Equatable {
    /// Byte 0 of the key that applies next is the lowest byte.
    private var word: UInt32 = 0

    init() {}

    /// Takes the key's bytes as they arrive; after four the key is whole.
    mutating func append(_ byte: UInt8) {
        self.word = self.word >> 8 | UInt32(byte) << 24
    }

    /// Writes the unmasked source to the target, which is as long and may be the same memory.
    mutating func unmask(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
        let wide = UInt64(self.word) | UInt64(self.word) << 32
        var index = 0
        while index + 8 <= source.count {
            let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ wide
            target.storeBytes(of: word.littleEndian, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < source.count {
            target[index] = source[index] ^ UInt8(truncatingIfNeeded: self.word)
            self.word = self.word >> 8 | self.word << 24
            index += 1
        }
    }
}
