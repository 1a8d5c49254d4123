// SPDX-License-Identifier: Apache-2.0

/// Where unguessable bytes come from.
package struct Entropy: Sendable {
    private let draw: @Sendable (Int) -> [UInt8]

    /// Uses a source; a predictable one makes every session and link guessable, and belongs in tests only.
    package init(_ draw: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        self.draw = draw
    }

    /// The operating system's.
    package static let system = Self { count in
        var generator = SystemRandomNumberGenerator()
        // Eight at a time: each draw is a call to the kernel.
        return (0..<(count + 7) / 8).flatMap { _ in withUnsafeBytes(of: generator.next(), Array.init) }.prefix(count)
            .map(\.self)
    }

    /// Draws bytes.
    package func bytes(_ count: Int) -> [UInt8] { self.draw(count) }

    /// Draws bytes as base64url.
    package func text(_ count: Int) -> String { Base64URL.encode(self.draw(count)) }
}
