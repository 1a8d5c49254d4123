// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// Reads the fields of one object of a client configuration.
///
/// A field that is of another kind than expected is noted and read as absent; `null` is absent too.
struct ConfigurationFields {
    private let object: JSONValue
    private let path: String
    private(set) var findings: [ConfigurationFinding] = []

    init(_ value: JSONValue, at path: String) {
        self.object = value
        self.path = path
        switch value {
        case .object, .null: break
        case .bool, .integer, .number, .string, .array:
            self.findings.append(ConfigurationFinding(.problem, path, "expected an object"))
        }
    }

    mutating func note(_ severity: ConfigurationFinding.Severity, _ field: String, _ text: String) {
        self.findings.append(ConfigurationFinding(severity, "\(self.path).\(field)", text))
    }

    private func value(_ field: String) -> JSONValue? {
        self.object[field].flatMap { $0 == .null ? nil : $0 }
    }

    /// A switch: on only if it is exactly `true`.
    mutating func flag(_ field: String) -> Bool {
        switch self.value(field) {
        case nil: return false
        case .bool(let flag): return flag
        default:
            self.note(.problem, field, "expected true or false: it is false")
            return false
        }
    }

    mutating func number(_ field: String) -> Double? {
        switch self.value(field) {
        case nil: return nil
        case .integer(let number): return Double(number)
        case .number(let number): return number
        default:
            self.note(.problem, field, "expected a number: it counts as missing")
            return nil
        }
    }

    mutating func text(_ field: String) -> String? {
        switch self.value(field) {
        case nil: return nil
        case .string(let text): return text
        default:
            self.note(.problem, field, "expected a text: it counts as missing")
            return nil
        }
    }

    mutating func texts(_ field: String) -> [String] {
        guard let value = self.value(field) else { return [] }
        guard case .array(let elements) = value else {
            self.note(.problem, field, "expected an array of texts: it counts as empty")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            if case .string(let text) = element { return text }
            self.note(.problem, "\(field)[\(index)]", "expected a text: it is left out")
            return nil
        }
    }
}
