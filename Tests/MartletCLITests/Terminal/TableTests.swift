// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

@testable import martlet

private struct Row: TableRow {
    var id: Int
    var name: String
    var note = ""

    static var columns: [Column<Self>] {
        [.number("ID") { $0.id }, .text("NAME", isElastic: true) { $0.name }, .text("NOTE") { $0.note }]
    }
}

@Suite struct TableTests {
    @Test func `columns are aligned, numbers to the right, and nothing trails`() {
        let table = Table([Row(id: 7, name: "ann", note: "x"), Row(id: 123, name: "bartholomew")])
        #expect(table.lines(width: nil) == [" ID  NAME         NOTE", "  7  ann          x", "123  bartholomew"])
    }

    @Test func `wide characters take two columns, marks none`() {
        let table = Table([
            Row(id: 1, name: "日本", note: "x"), Row(id: 2, name: "e\u{301}a", note: "x"),
            Row(id: 3, name: "👩‍👩‍👧", note: "x"),
        ])
        #expect(table.lines(width: nil) == ["ID  NAME  NOTE", " 1  日本  x", " 2  e\u{301}a    x", " 3  👩‍👩‍👧    x"])
    }

    @Test func `what is elastic gives way on a narrow terminal, and says so`() {
        let rows = [Row(id: 1, name: String(repeating: "long ", count: 20), note: "kept")]
        let lines = Table(rows).lines(width: 40)
        #expect(lines.allSatisfy { TerminalText($0).width <= 40 })
        #expect(lines[1].contains("…"))
        #expect(lines[1].hasSuffix("kept"))
        #expect(Table(rows).lines(width: nil)[1].contains("long long long"))
    }

    @Test func `a line is never wider than the terminal`() {
        let lines = Table([Row(id: 1, name: "abcdefghijk", note: "a long note")]).lines(width: 12)
        #expect(lines.allSatisfy { TerminalText($0).width <= 12 })
    }

    @Test func `a wide character is never halved`() {
        #expect(TerminalText("日本語").cut(to: 4).string == "日…")
        #expect(TerminalText("日本語").cut(to: 6).string == "日本語")
        #expect(TerminalText("abc").cut(to: 0).string == "")
    }

    @Test func `no rows are told as such`() {
        #expect(Table([Row]()).lines(width: 80) == ["none"])
    }

    @Test(arguments: [
        ("\u{1B}[31mred", "\u{FFFD}[31mred"), ("a\nb", "a⏎b"), ("a\r\nb", "a⏎b"), ("a\tb", "a b"),
        ("\u{9B}2J", "\u{FFFD}2J"),
        ("a\u{202E}b", "a\u{FFFD}b"), ("bell\u{7}", "bell\u{FFFD}"), ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"), ("naïve", "naïve"),
    ])
    func `what others write cannot command the terminal`(text: String, shown: String) {
        #expect(TerminalText(text).string == shown)
    }

    @Test func `everything that a server answers can be shown`() throws {
        let message = Message(
            id: 12,
            channelID: 1,
            userID: 2,
            body: "hi\nthere",
            threadID: 3,
            isPinned: true,
            reactions: [Reaction(emoji: "👍", count: 2, userIDs: [1, 2])],
            createdAt: 0,
            editedAt: 1
        )
        let line = Table([message]).lines(width: nil)[1]
        #expect(line.contains("hi⏎there"))
        #expect(line.contains("answers 3, edited, pinned, 👍 2"))
        guard case .table(let table, let hasMore) = MessagePage(messages: [message, message], hasMore: true).report
        else {
            Issue.record("a page is a table")
            return
        }
        #expect(table.count == 2)
        #expect(hasMore)
        guard case .fields(let fields) = message.report else {
            Issue.record("one message is a list of fields")
            return
        }
        #expect(fields.first?.title == "ID" && fields.first?.text == "12")
    }

    @Test func `a deleted message's text is not shown`() {
        let message = Message(id: 1, channelID: 1, userID: 1, body: "", createdAt: 0, deletedAt: 1)
        #expect(Table([message]).lines(width: nil)[1].contains("(deleted)"))
    }

    @Test func `progress is told with time, and with a share if it is known`() async {
        await Progress.showing("copying") { progress in
            #expect(progress.line(after: .seconds(3)) == "copying … 3 s")
            progress.advanced(to: 0.429)
            #expect(progress.line(after: .seconds(4)) == "copying ████████░░░░░░░░░░░░ 42 % after 4 s")
        }
    }
}
