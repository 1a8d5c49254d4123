// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization
import Testing

@testable import MartletServer

@Suite struct LineLogHandlerTests {
    private final class Lines: Sendable {
        let written = Mutex<[String]>([])
    }

    private struct Leak: Error, CustomStringConvertible {
        var description: String { "the body was: hello" }
    }

    private static func lines(_ format: LogFormat, _ body: (Logger) -> Void) -> [String] {
        let lines = Lines()
        let logger = Logger(label: "martlet") { label in
            LineLogHandler(label: label, level: .info, format: format, now: { "2026-01-31T09:00:00.000Z" }) { line in
                lines.written.withLock { $0.append(line) }
            }
        }
        body(logger)
        return lines.written.withLock { $0 }
    }

    @Test func `a record is one line of keys and values`() {
        let lines = Self.lines(.text) { logger in
            logger.info("listening", metadata: [LogKey.role: "all", LogKey.address: "127.0.0.1:8787"])
            logger.debug("not shown")
        }
        #expect(lines == ["2026-01-31T09:00:00.000Z info listening address=127.0.0.1:8787 role=all\n"])
    }

    @Test(arguments: LogFormat.allCases)
    func `nothing that is logged can begin a line of its own`(format: LogFormat) {
        let lines = Self.lines(format) { logger in
            logger.error("a\nb", metadata: [LogKey.reason: "x=\"1\"\r\n2026 info forged \u{1b}[2J\u{2028}\u{85}y"])
        }
        #expect(lines.count == 1)
        let line = lines.joined()
        #expect(line.unicodeScalars.filter { $0 == "\n" || $0 == "\r" || $0 == "\u{1b}" } == ["\n"])
        #expect(line.hasSuffix("\n"))
    }

    @Test func `JSON has the record's own fields first, and metadata cannot pose as them`() {
        let lines = Self.lines(.json) { logger in
            logger.warning("slow", metadata: [LogKey.count: "3", "level": "trace", "list": ["a", "b"]])
        }
        #expect(
            lines == [
                #"{"time":"2026-01-31T09:00:00.000Z","level":"warning","logger":"martlet","message":"slow","#
                    + #""count":"3","list":["a","b"]}"# + "\n"
            ]
        )
    }

    @Test func `an error is named by its type, since its words may tell more (R3-31)`() {
        let lines = Self.lines(.text) { logger in logger.error("failed", error: Leak()) }
        #expect(lines == ["2026-01-31T09:00:00.000Z error failed error_type=Leak\n"])
    }
}
