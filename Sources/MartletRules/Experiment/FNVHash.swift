// SPDX-License-Identifier: Apache-2.0

/// FNV-1a of 32 bits over UTF-16 units, as the GrowthBook SDK for JavaScript computes it.
///
/// Beyond ASCII, SDKs that hash the bytes of UTF-8 differ from it; browsers are who we must agree with.
package struct FNVHash: Hashable, Sendable {
    private static let offset: UInt32 = 2_166_136_261
    private static let prime: UInt32 = 16_777_619

    /// The hash.
    package let value: UInt32

    package init(_ text: String) {
        self.value = text.utf16.reduce(Self.offset) { ($0 ^ UInt32($1)) &* Self.prime }
    }
}
