// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct MentionsTests {
    private let users: [String: UserID] = [
        "alice": 1, "bob": 2, "o'neill": 3, "anna.k": 4, "x_": 5, "émilie": 6, "a-b.c_d": 7,
    ]

    @Test(
        arguments: [
            ("@alice", [1]),
            ("hi @bob, and @alice!", [2, 1]),
            ("(@bob) [@alice] \"@o'neill\"", [2, 1, 3]),
            ("@bob's dog, @o'neill's cat", [2, 3]),
            ("ask @anna.k.", [4]),
            ("@x_ and @x_: and _@bob_ and **@alice**", [5, 2, 1]),
            ("@émilie", [6]),
            ("@e\u{301}milie", [6]),
            ("@a-b.c_d...", [7]),
            ("@bob @bob @bob,", [2]),
            ("@bob,@alice", [2, 1]),
            ("cc:@bob", [2]),
            ("@bob\n@alice", [2, 1]),
            ("… @bob", [2]),
        ] as [(String, [UserID])]
    )
    func `a name is found whatever stands around it`(text: String, expected: [UserID]) {
        #expect(Mentions(in: text).users(named: self.users) == expected)
    }

    @Test(arguments: [
        "", "alice", "@", "@ alice", "@@alice", "@carol", "mail@alice", "first.last_@alice", "@alice@example.org",
        "https://example.org/@alice", "\\@alice", "@alicex", "@al ice", "@ALICE",
        "`@alice`", "``a ` @alice``", "```\n@alice\n```", "```swift\n@alice", "text\n  ```\n@alice\n\n@bob\n````",
    ])
    func `mail addresses, links, escapes, code and longer words name nobody`(text: String) {
        #expect(Mentions(in: text).users(named: self.users) == [])
    }

    @Test(
        arguments: [
            ("`x` @alice `y`", [1]),
            ("a ` stray tick, @alice", [1]),
            ("a ` stray tick\n\n@alice and another `", [1]),
            ("`` one ` @alice", [1]),
            ("```\ncode\n``` \n@alice", [1]),
            ("`a``@alice`", []),
            ("@bob`@alice`", [2]),
        ] as [(String, [UserID])]
    )
    func `code ends where it is closed`(text: String, expected: [UserID]) {
        #expect(Mentions(in: text).users(named: self.users) == expected)
    }

    @Test func `the longest spelling that is a name counts`() {
        let mentions = Mentions(in: "@anna.k.")
        #expect(mentions.spellings == [["anna.k.", "anna.k", "anna.", "anna"]])
        #expect(mentions.users(named: ["anna": 1, "anna.k": 2]) == [2])
        #expect(mentions.users(named: ["anna": 1]) == [1])
        #expect(mentions.names.count == 4)
    }

    @Test(
        arguments: [
            ("channel", true), ("Channel", true), ("channel.", true), ("channel-ops", true), ("channels", false),
            ("here", false), ("ann", false), ("my-channel", false),
        ]
    )
    func `a name whose mention would name every member can be nobody's`(name: String, expected: Bool) {
        #expect(Mentions.reserves(name) == expected)
    }

    @Test(arguments: [
        ("@channel", true), ("hey @channel!", true), ("@channels", false), ("`@channel`", false), ("@here", false),
    ])
    func `@channel names every member`(text: String, expected: Bool) {
        #expect(Mentions(in: text).namesChannel == expected)
    }

    @Test func `the first 50 mentions count`() {
        let text = (1...60).map { "@user\($0)" }.joined(separator: " ")
        let mentions = Mentions(in: text)
        #expect(mentions.spellings.count == 50)
        #expect(mentions.spellings.last == ["user50"])
    }

    @Test func `a name that is too long to be one is cut, not refused`() {
        let mentions = Mentions(in: "@" + String(repeating: "a", count: 10_000))
        #expect(mentions.spellings == [[String(repeating: "a", count: 64)]])
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `no text is too strange`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let pool: [Unicode.Scalar] = Array(
            "@@@@``` \n\n\t.,_-/\\abz09é\u{301}日\u{1F600}\u{200D}\u{0}\u{202E}\u{FEFF}".unicodeScalars
        )
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...400, using: &chance) {
            if let common = pool.randomElement(using: &chance), Int.random(in: 0..<4, using: &chance) > 0 {
                text.append(common)
            } else if let any = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &chance)) {
                text.append(any)
            }
        }
        let mentions = Mentions(in: String(text))
        #expect(mentions.spellings.count <= 50)
        for spellings in mentions.spellings {
            #expect(!spellings.isEmpty && spellings.count <= 9)
            for spelling in spellings {
                #expect(!spelling.isEmpty && spelling.unicodeScalars.count <= 64)
                #expect(!spelling.unicodeScalars.contains { $0 == "@" || $0 == "`" || $0.properties.isWhitespace })
            }
        }
    }

    /// 16 times what a message may hold: whatever is quadratic takes many minutes.
    @Test(.timeLimit(.minutes(5)), arguments: ["`", "@", "@a", "` ", "._", "a@", "\n`", "@a.", "```\n"])
    func `a long hostile text costs time in proportion`(part: String) {
        let text = "@" + String(repeating: part, count: 256 * 1024 / part.utf8.count)
        let ticks = (1...180).map { String(repeating: "`", count: $0) }.joined(separator: " ")
        #expect(Mentions(in: text).spellings.count <= 50)
        #expect(Mentions(in: "@x " + ticks).names == ["x"])
    }
}
