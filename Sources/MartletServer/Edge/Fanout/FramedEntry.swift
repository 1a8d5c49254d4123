// SPDX-License-Identifier: Apache-2.0

package import MartletWire
package import NIOCore

/// A log entry with the bytes that sockets are given, encoded and framed once for all of them.
package final class FramedEntry: Sendable {
    /// What happened.
    package let entry: LogEntry
    /// A whole WebSocket text frame; empty for a `log.term` entry, which nobody hears.
    package let frame: ByteBuffer
    /// The keys it is filed and fanned out under.
    package let keys: [AudienceKey]

    /// The channel or workspace that is its whole audience, if one is.
    package var onlyKey: AudienceKey? {
        guard self.keys.count == 1, self.entry.audience.except.isEmpty, self.entry.term == nil else { return nil }
        return self.keys[0]
    }

    package init(_ entry: LogEntry) {
        self.entry = entry
        self.keys = entry.audience.keys
        self.frame = entry.term == nil ? Self.frame(entry) : ByteBuffer()
    }

    /// The same without the text that was taken back.
    package func redacted() throws -> FramedEntry {
        FramedEntry(self.entry.replacing(event: try EventBytes.redacted(self.entry.event)))
    }

    /// `{"seq":N,"type":…}`: the event as it is kept, with its place spliced in.
    private static func frame(_ entry: LogEntry) -> ByteBuffer {
        ServerFrameWriter.text(capacity: entry.event.count + 28) { buffer in
            buffer.writeStaticString("{\"seq\":")
            buffer.writeString(String(entry.seq))
            buffer.writeStaticString(",")
            buffer.writeBytes(entry.event.dropFirst())
        }
    }
}
