// SPDX-License-Identifier: Apache-2.0

/// The parts of a text that are code, as chat clients show them: between equal runs of backticks within a paragraph,
/// and between fences on lines of their own, to the end if the last is not closed.
struct CodeSpans {
    private struct Run {
        var range: Range<Int>
        var paragraph: Int
        var beginsLine: Bool
    }

    private var spans: [Range<Int>] = []

    init(in text: [Unicode.Scalar]) {
        guard text.contains("`") else { return }
        let runs = Self.runs(in: text)
        var index = 0
        while index < runs.count {
            let opener = runs[index]
            if opener.beginsLine, opener.range.count >= 3 {
                let closer = runs[(index + 1)...].firstIndex { $0.beginsLine && $0.range.count >= opener.range.count }
                self.spans.append(opener.range.lowerBound..<(closer.map { runs[$0].range.upperBound } ?? text.count))
                index = closer.map { $0 + 1 } ?? runs.count
            } else if let closer = Self.closer(of: index, in: runs) {
                self.spans.append(opener.range.lowerBound..<runs[closer].range.upperBound)
                index = closer + 1
            } else {
                index += 1
            }
        }
    }

    func contains(_ position: Int) -> Bool {
        var low = 0
        var high = self.spans.count
        while low < high {
            let middle = (low + high) / 2
            if self.spans[middle].upperBound <= position { low = middle + 1 } else { high = middle }
        }
        return low < self.spans.count && self.spans[low].contains(position)
    }

    private static func closer(of index: Int, in runs: [Run]) -> Int? {
        let opener = runs[index]
        for candidate in (index + 1)..<runs.count {
            guard runs[candidate].paragraph == opener.paragraph else { return nil }
            if runs[candidate].range.count == opener.range.count { return candidate }
        }
        return nil
    }

    private static func runs(in text: [Unicode.Scalar]) -> [Run] {
        var runs: [Run] = []
        var paragraph = 0
        var lineIsBlank = true
        var position = 0
        while position < text.count {
            if text[position] == "`" {
                let end = text[position...].firstIndex { $0 != "`" } ?? text.count
                runs.append(Run(range: position..<end, paragraph: paragraph, beginsLine: lineIsBlank))
                lineIsBlank = false
                position = end
                continue
            }
            if text[position] == "\n" {
                if lineIsBlank { paragraph += 1 }
                lineIsBlank = true
            } else if lineIsBlank {
                lineIsBlank = text[position].properties.isWhitespace
            }
            position += 1
        }
        return runs
    }
}
