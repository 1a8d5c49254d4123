// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletServer
import MartletWire

/// Writes log lines to standard error: one line each, whatever is in them.
struct LogOutput: LogHandler {
    private struct Line: Encodable {
        var time: String
        var level: String
        var logger: String
        var message: String
        var metadata: [String: String]?
    }

    let label: String
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, format: LogFormat, level: Logger.Level) {
        self.label = label
        self.format = format
        self.logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = self.metadata
            .merging(self.metadataProvider?.get() ?? [:]) { _, provided in provided }
            .merging(event.metadata ?? [:]) { _, given in given }
            .mapValues { "\($0)" }
        let time = Date().formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)
        )
        let line = self.line(time: time, level: event.level, message: "\(event.message)", metadata: metadata)
        try? Terminal.standard.write(line, to: .notes)
    }

    /// The bytes of one line.
    func line(time: String, level: Logger.Level, message: String, metadata: [String: String]) -> [UInt8] {
        switch self.format {
        case .json:
            let line = Line(
                time: time,
                level: level.rawValue,
                logger: self.label,
                message: message,
                metadata: metadata.isEmpty ? nil : metadata
            )
            return ((try? WireEncoder().encode(line)) ?? []) + [UInt8(ascii: "\n")]
        case .text:
            let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            let text = TerminalText("\(time) \(level.rawValue) \(self.label): \(message)\(pairs)").string
            return Array("\(text)\n".utf8)
        }
    }
}
