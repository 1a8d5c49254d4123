// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletWire

/// One record, in the ways it can be written.
///
/// Either ends with the only line break it has.
struct LogLine {
    let time: String
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: Logger.Metadata

    /// For people.
    ///
    /// `2026-01-31T09:00:00.000Z info listening address=127.0.0.1:8787`
    var text: String {
        var line = "\(self.time) \(self.level) \(Self.escaped(self.message))"
        for (key, value) in self.metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(Self.quoted(key))=\(Self.quoted("\(value)"))"
        }
        return line + "\n"
    }

    /// For machines.
    ///
    /// `{"time":"…","level":"info","logger":"martlet","message":"listening","address":"127.0.0.1:8787"}`
    var json: String {
        let own: [JSONValue.Member] = [
            .init("time", .string(self.time)),
            .init("level", .string(self.level.rawValue)),
            .init("logger", .string(self.label)),
            .init("message", .string(self.message)),
        ]
        let names = Set(own.map(\.name))
        // What is ours wins over metadata of the same name.
        let others = self.metadata.filter { !names.contains($0.key) }
        guard let bytes = try? WireEncoder().encode(JSONValue.object(own + others.members)) else { return "{}\n" }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { $0 > " " && $0 != "\"" && $0 != "=" && !$0.breaksLines }
        return isPlain && !value.isEmpty ? value : "\"\(Self.escaped(value, quotes: true))\""
    }

    private static func escaped(_ value: String, quotes: Bool = false) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\"" where quotes: result += "\\\""
            case "\\" where quotes: result += "\\\\"
            case _ where scalar.breaksLines: result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or a log reader could take it for more than a letter.
    fileprivate var breaksLines: Bool {
        switch self.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}

extension Logger.MetadataValue {
    fileprivate var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(\.json))
        case .dictionary(let values): .object(values.members)
        }
    }
}

extension Logger.Metadata {
    fileprivate var members: [JSONValue.Member] {
        self.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value.json) }
    }
}
