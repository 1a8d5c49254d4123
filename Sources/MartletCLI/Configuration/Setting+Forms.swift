// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire

extension Setting {
    typealias Path<Value> = any WritableKeyPath<ServerSettings, Value> & Sendable

    /// A word from a list.
    static func choice<Choice>(
        _ key: String,
        _ path: Path<Choice>,
        among choices: [Choice] = Array(Choice.allCases),
        _ summary: String
    ) -> Setting where Choice: RawRepresentable<String> & CaseIterable & Sendable {
        let words = choices.map(\.rawValue)
        return Setting(key: key, summary: summary, accepts: "one of \(words.joined(separator: ", "))") {
            value,
            settings in
            guard let text = value.text, words.contains(text), let choice = Choice(rawValue: text) else { return false }
            settings[keyPath: path] = choice
            return true
        } show: { settings in
            let word = settings[keyPath: path].rawValue
            return words.contains(word) ? word : nil
        }
    }

    /// On or off.
    static func toggle(_ key: String, _ path: Path<Bool>, _ summary: String) -> Setting {
        Setting(key: key, summary: summary, accepts: "on or off") { value, settings in
            switch value.text {
            case "on", "true", "yes": settings[keyPath: path] = true
            case "off", "false", "no": settings[keyPath: path] = false
            default: return false
            }
            return true
        } show: {
            $0[keyPath: path] ? "on" : "off"
        }
    }

    /// A whole number.
    static func number<Number: FixedWidthInteger & Sendable>(
        _ key: String,
        _ path: Path<Number>,
        in range: ClosedRange<Number>,
        _ summary: String
    ) -> Setting {
        Setting(key: key, summary: summary, accepts: Self.wording(of: range)) { value, settings in
            guard let number = value.text.flatMap(Number.init), range.contains(number) else { return false }
            settings[keyPath: path] = number
            return true
        } show: {
            String($0[keyPath: path])
        }
    }

    /// A whole number that need not be decided; `none` takes it back.
    static func number(
        _ key: String,
        _ path: Path<Int?>,
        in range: ClosedRange<Int>,
        example: String,
        _ summary: String
    ) -> Setting {
        let accepts = "\(Self.wording(of: range)), or none"
        return Setting(key: key, summary: summary, accepts: accepts, example: example) { value, settings in
            guard value.text != "none" else {
                settings[keyPath: path] = nil
                return true
            }
            guard let number = value.text.flatMap({ Int($0) }), range.contains(number) else { return false }
            settings[keyPath: path] = number
            return true
        } show: {
            $0[keyPath: path].map(String.init)
        }
    }

    /// A number of bytes.
    static func bytes<Number: FixedWidthInteger & Sendable>(
        _ key: String,
        _ path: Path<Number>,
        in range: ClosedRange<Number>,
        _ summary: String
    ) -> Setting {
        let ends = [range.lowerBound, range.upperBound].map { ByteCountText(Int64($0)).description }
        let accepts = "a number of bytes from \(ends[0]) to \(ends[1]), such as 65536 or 64KiB"
        return Setting(key: key, summary: summary, accepts: accepts) { value, settings in
            guard let count = value.text.flatMap(ByteCountText.init), let number = Number(exactly: count.bytes),
                range.contains(number)
            else { return false }
            settings[keyPath: path] = number
            return true
        } show: {
            ByteCountText(Int64($0[keyPath: path])).description
        }
    }

    /// A length of time with its unit.
    static func duration(
        _ key: String,
        _ path: Path<Duration>,
        in range: ClosedRange<Duration>,
        _ summary: String
    ) -> Setting {
        let ends = [range.lowerBound, range.upperBound].map { DurationText($0).description }
        let accepts = "a duration from \(ends[0]) to \(ends[1]), such as 500ms, 20s, 15m, 12h or 30d"
        return Setting(key: key, summary: summary, accepts: accepts) { value, settings in
            guard let text = value.text.flatMap(DurationText.init), range.contains(text.duration) else { return false }
            settings[keyPath: path] = text.duration
            return true
        } show: {
            DurationText($0[keyPath: path]).description
        }
    }

    /// A length of time in whole milliseconds, as it is reported to clients.
    static func milliseconds(
        _ key: String,
        _ path: Path<Milliseconds>,
        in range: ClosedRange<Milliseconds>,
        _ summary: String
    ) -> Setting {
        let accepts = Self.wording(of: range.lowerBound.rawValue...range.upperBound.rawValue)
        return Setting(key: key, summary: summary, accepts: accepts) { value, settings in
            guard let number = value.text.flatMap({ Int64($0) }), range.contains(Milliseconds(rawValue: number)) else {
                return false
            }
            settings[keyPath: path] = Milliseconds(rawValue: number)
            return true
        } show: {
            String($0[keyPath: path].rawValue)
        }
    }

    private static func wording<Number: FixedWidthInteger>(of range: ClosedRange<Number>) -> String {
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
}
