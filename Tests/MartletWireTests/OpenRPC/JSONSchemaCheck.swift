// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// As much of JSON Schema as OpenRPC's meta-schema and our own document use.
struct JSONSchemaCheck {
    /// The document that `#/…` references point into.
    let root: JSONValue

    /// What is wrong with a value; nothing if it fits.
    func problems(_ value: JSONValue, against schema: JSONValue, at path: String = "#") -> [String] {
        if case .string(let reference) = schema["$ref"] {
            // A reference to another document says nothing that could be checked here.
            guard reference.hasPrefix("#/") else { return [] }
            guard let target = self.resolve(reference) else { return ["\(path): \(reference) leads nowhere"] }
            return self.problems(value, against: target, at: path)
        }
        return self.typeProblems(value, schema, path) + self.objectProblems(value, schema, path)
            + self.arrayProblems(value, schema, path) + self.choiceProblems(value, schema, path)
    }

    func resolve(_ reference: String) -> JSONValue? {
        reference.split(separator: "/").dropFirst().reduce(self.root) { (value: JSONValue?, name) in
            value?[String(name)]
        }
    }

    private func typeProblems(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        let types: [JSONValue]
        switch schema["type"] {
        case .array(let several): types = several
        case .some(let single): types = [single]
        case nil: return []
        }
        return types.contains { Self.fits(value, $0) } ? [] : ["\(path): expected \(types)"]
    }

    private static func fits(_ value: JSONValue, _ type: JSONValue) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("integer", .integer): true
        case ("number", .integer), ("number", .number), ("boolean", .bool), ("null", .null): true
        default: false
        }
    }

    private func objectProblems(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard case .object(let members) = value else { return [] }
        var problems: [String] = []
        if case .array(let names) = schema["required"] {
            for case .string(let name) in names where value[name] == nil { problems.append("\(path): no \(name)") }
        }
        for member in members {
            if let known = schema["properties"]?[member.name] {
                problems += self.problems(member.value, against: known, at: "\(path)/\(member.name)")
            } else if case .object(let patterns) = schema["patternProperties"], let pattern = patterns.first {
                // The only patterns in use are "any name" and "^x-".
                guard pattern.name != "^x-" || member.name.hasPrefix("x-") else {
                    problems.append("\(path): unexpected \(member.name)")
                    continue
                }
                problems += self.problems(member.value, against: pattern.value, at: "\(path)/\(member.name)")
            } else if schema["additionalProperties"] == false {
                problems.append("\(path): unexpected \(member.name)")
            }
        }
        return problems
    }

    private func arrayProblems(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        guard case .array(let elements) = value, let items = schema["items"] else { return [] }
        return elements.enumerated().flatMap { self.problems($1, against: items, at: "\(path)/\($0)") }
    }

    private func choiceProblems(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        var problems: [String] = []
        if case .array(let values) = schema["enum"], !values.contains(value) { problems.append("\(path): not listed") }
        if case .integer(let length) = schema["minLength"], case .string(let text) = value, text.count < length {
            problems.append("\(path): too short")
        }
        if case .array(let schemas) = schema["anyOf"] {
            let attempts = schemas.map { self.problems(value, against: $0, at: path) }
            if attempts.allSatisfy({ !$0.isEmpty }) {
                problems.append("\(path): fits none of anyOf: \(attempts.joined())")
            }
        }
        if case .array(let schemas) = schema["oneOf"] {
            let attempts = schemas.map { self.problems(value, against: $0, at: path) }
            if attempts.count(where: \.isEmpty) != 1 {
                problems.append("\(path): fits \(attempts.count(where: \.isEmpty)) of oneOf: \(attempts.joined())")
            }
        }
        return problems
    }
}
