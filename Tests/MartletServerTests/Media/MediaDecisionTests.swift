// SPDX-License-Identifier: Apache-2.0

import MartletServer
import Testing

struct MediaDecisionTests {
    @Test(
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-0", .part(0..<1)), ("bytes=0-", .part(0..<10)),
            ("bytes=3-5", .part(3..<6)),
            ("bytes=3-99", .part(3..<10)), ("bytes=-4", .part(6..<10)), ("bytes=-99", .part(0..<10)),
            ("Bytes=9-9", .part(9..<10)), ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=5-3", .whole),
            ("bytes=0-1,3-4", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole), ("lines=0-1", .whole), ("", .whole),
            ("bytes=0-99999999999999999999", .part(0..<10)), ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=1--2", .whole), ("bytes=+1-2", .whole),
        ] as [(String?, ByteRange)]
    )
    func `one range of bytes is understood, and nothing else`(header: String?, range: ByteRange) {
        #expect(ByteRange(header, of: 10) == range)
    }

    @Test(arguments: [
        ("GIF89a…", MediaType.gif), ("RIFF1234WEBPVP8 ", .webp), ("RIFF1234WAVEfmt ", .wav),
        ("RIFF\u{0}\u{0}12AVI ", .unknown),
        ("1234ftypavif", .avif), ("1234ftypisom", .mp4), ("1234ftypM4A ", .mp4Audio), ("1234ftypheic", .unknown),
        ("OggS", .ogg), ("%PDF-1.7", .pdf), ("ID3", .mp3), ("hello, world\n", .text), ("žluťoučký kůň", .text),
        ("  <svg>", .unknown), ("<!doctype html>", .unknown), ("\u{FEFF}<?xml", .unknown), ("a\u{0}b", .unknown),
        ("", .unknown),
    ])
    func `a type is told from the bytes`(bytes: String, type: MediaType) {
        #expect(MediaType(startingWith: Array(bytes.utf8)) == type)
    }

    @Test func `text stays text when its last character is cut`() {
        #expect(MediaType(startingWith: Array(String(repeating: "é", count: 300).utf8.prefix(511))) == .text)
        #expect(MediaType(startingWith: [0xC3, 0x28, 0x41, 0x41, 0x41, 0x41]) == .unknown)
    }

    @Test(
        arguments: [
            ("a/b\\c.txt", "c.txt"), ("a\r\nb", "ab"), ("\u{202E}gpj.exe", "gpj.exe"), ("", "file"), ("..", "file"),
            (nil, "file"),
        ] as [(String?, String)]
    )
    func `a name holds nothing that could hide in it`(given: String?, name: String) {
        #expect(MediaName(given)?.text == name)
    }

    @Test func `a name that is too long is no name`() {
        #expect(MediaName(String(repeating: "a", count: 256)) == nil)
    }
}
