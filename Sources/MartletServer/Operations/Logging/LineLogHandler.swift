// SPDX-License-Identifier: Apache-2.0

package import Logging

/// Writes each record as exactly one line, whatever is in it.
///
/// swift-log's own handler writes a line break in a value as it is, so that what a peer sent could pass for a record of
/// its own; and it has no JSON. An error that comes with a record is named by its type: its words may hold payload.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let now: @Sendable () -> String
    private let write: @Sendable (String) -> Void

    /// `now` gives the instant of a record in ISO 8601; `write` takes a line with its end, from any thread.
    package init(
        label: String,
        level: Logger.Level,
        format: LogFormat,
        now: @escaping @Sendable () -> String,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        self.logLevel = level
        self.format = format
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var metadata = self.metadata
        if let provided = self.metadataProvider?.get() { metadata.merge(provided) { $1 } }
        if let own = event.metadata { metadata.merge(own) { $1 } }
        if let error = event.error { metadata[LogKey.errorType] = "\(type(of: error))" }
        let line = LogLine(
            time: self.now(),
            level: event.level,
            label: self.label,
            message: event.message.description,
            metadata: metadata
        )
        switch self.format {
        case .text: self.write(line.text)
        case .json: self.write(line.json)
        }
    }
}
