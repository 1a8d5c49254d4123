// SPDX-License-Identifier: Apache-2.0

/// Text by others as it may safely stand on a terminal's line, and how much room it takes there.
///
/// Control characters would move the cursor, change colours or type commands; they are shown as a sign instead.
struct TerminalText: Hashable, Sendable {
    /// The characters to show.
    let characters: [Character]

    init(_ text: String) {
        self.characters = text.flatMap(Self.shown)
    }

    private init(characters: [Character]) {
        self.characters = characters
    }

    /// The text.
    var string: String { String(self.characters) }

    /// How many columns it takes.
    var width: Int { self.characters.reduce(0) { $0 + Self.width(of: $1) } }

    /// The beginning that fits, with a sign if something is left out.
    func cut(to width: Int) -> TerminalText {
        guard self.width > width else { return self }
        var kept: [Character] = []
        var room = width - 1
        for character in self.characters {
            room -= Self.width(of: character)
            guard room >= 0 else { break }
            kept.append(character)
        }
        return TerminalText(characters: kept + (width > 0 ? ["…"] : []))
    }

    private static func shown(_ character: Character) -> [Character] {
        if character.isNewline { return ["⏎"] }
        if character == "\t" { return [" "] }
        guard character.unicodeScalars.contains(where: Self.isUnsafe) else { return [character] }
        return character.unicodeScalars.map { Self.isUnsafe($0) ? "\u{FFFD}" : Character($0) }
    }

    /// Controls, and marks that turn the direction of what follows.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
        case .format: !["\u{200C}", "\u{200D}", "\u{FEFF}"].contains(scalar) && !Self.isTag(scalar)
        default: false
        }
    }

    /// The invisible letters that make the flags of England, Scotland and Wales.
    private static func isTag(_ scalar: Unicode.Scalar) -> Bool {
        (0xE0020...0xE007F).contains(scalar.value)
    }

    private static func width(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
        if first.properties.isEmojiPresentation || Self.isWide(first.value) { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }

    /// The ranges whose characters terminals show in two columns.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]

    private static func isWide(_ value: UInt32) -> Bool {
        value >= 0x1100 && Self.wide.contains { $0.contains(value) }
    }
}
