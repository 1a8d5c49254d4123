// SPDX-License-Identifier: Apache-2.0

/// What a message's text says for whoever counts: when it was sent, and which one it is.
struct MessageMark: Hashable, Sendable {
    /// When it was sent, in nanoseconds of the machine's monotonic clock.
    var sentAt: UInt64
    /// The how-manieth in its channel, from 1.
    var number: Int
    /// The how-manieth of the phase, from 0.
    var index: Int

    /// The text, filled up to a size.
    func text(size: Int) -> String {
        let text = "ts=\(self.sentAt);n=\(self.number);k=\(self.index); "
        return text + String(repeating: "x", count: max(0, size - text.utf8.count))
    }
}

extension MessageMark {
    /// Finds the mark in a frame.
    init?(in frame: UnsafeRawBufferPointer) {
        guard var rest = frame.rest(after: "ts=") else { return nil }
        guard let sentAt = rest.takeNumber(), rest.take(";n="), let number = rest.takeNumber(), rest.take(";k="),
            let index = rest.takeNumber()
        else { return nil }
        self.init(sentAt: UInt64(sentAt), number: number, index: index)
    }
}
