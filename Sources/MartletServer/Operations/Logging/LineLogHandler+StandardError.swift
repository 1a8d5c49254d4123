// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension LineLogHandler {
    /// What `LoggingSystem.bootstrap` takes, so that every logger of the process writes to standard error.
    package static func standardError(
        level: Logger.Level,
        format: LogFormat
    ) -> @Sendable (String, Logger.MetadataProvider?) -> any LogHandler {
        { label, provider in
            var handler = LineLogHandler(
                label: label,
                level: level,
                format: format,
                now: { Date.now.formatted(.iso8601.time(includingFractionalSeconds: true)) },
                write: Self.writeToStandardError
            )
            handler.metadataProvider = provider
            return handler
        }
    }

    /// One call a line, so that lines of several threads do not mix, and nothing is lost at `kill -9`.
    private static func writeToStandardError(_ line: String) {
        var line = line
        line.withUTF8 { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }
}
