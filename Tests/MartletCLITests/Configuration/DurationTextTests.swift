// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import martlet

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("20s", .seconds(20)), ("15m", .seconds(900)), ("12h", .seconds(43_200)),
        ("30d", .seconds(2_592_000)), ("0s", .zero), ("5 s", .seconds(5)),
    ])
    func `a duration is a whole number with its unit`(text: String, duration: Duration) {
        #expect(DurationText(text)?.duration == duration)
    }

    @Test(arguments: ["", "20", "s", "1.5s", "-1s", "1w", "99999999999999999d", "1s2"])
    func `what is no duration is refused`(text: String) {
        #expect(DurationText(text) == nil)
    }

    @Test(arguments: ["500ms", "20s", "15m", "12h", "30d", "90s", "0s"])
    func `a duration is written in the largest unit that is exact`(text: String) {
        #expect(DurationText(text)?.description == text)
    }
}

@Suite struct ByteCountTextTests {
    @Test(arguments: [("0", 0), ("65536", 65_536), ("64KiB", 65_536), ("25MiB", 26_214_400), ("8 GiB", 8_589_934_592)])
    func `a number of bytes may have a unit`(text: String, bytes: Int64) {
        #expect(ByteCountText(text)?.bytes == bytes)
    }

    @Test(arguments: ["", "1KB", "1.5MiB", "-1", "9999999999999GiB"])
    func `what is no number of bytes is refused`(text: String) {
        #expect(ByteCountText(text) == nil)
    }

    @Test(arguments: [0, 1, 1_000, 1_024, 65_536, 1 << 30])
    func `a number of bytes reads back`(bytes: Int64) {
        #expect(ByteCountText(ByteCountText(bytes).description)?.bytes == bytes)
    }
}
