// SPDX-License-Identifier: Apache-2.0

/// One field of an object, as a schema has it.
struct SchemaField {
    var name: String
    var schema: JSONValue
    var isRequired: Bool
}

/// The JSON Schemas of types, found by letting each decode itself from a decoder that only takes notes.
struct SchemaBook {
    private var definitions: [String: JSONValue] = [:]

    /// The named schemas, in order of their names.
    var components: JSONValue {
        .object(self.definitions.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) })
    }

    /// The fields that a type reads, in the order in which it reads them.
    mutating func fields<Value: Decodable>(of type: Value.Type) -> [SchemaField] {
        guard case .object(let fields) = self.notes(on: type).shape else { return [] }
        return fields.map { field in
            SchemaField(name: field.name, schema: field.schema(&self), isRequired: field.isRequired)
        }
    }

    /// The schema of a type: an object's or a choice's is a reference to a named one.
    mutating func schema<Value: Decodable>(of type: Value.Type) -> JSONValue {
        if let choice = type as? any WireChoice.Type { return self.refer(to: type) { _ in Self.words(of: choice) } }
        if type == JSONValue.self || type == RawJSON.self { return ["type": "object"] }
        switch self.notes(on: type).shape {
        case .object: return self.refer(to: type) { $0.object(type) }
        case .array(let element): return ["type": "array", "items": element(&self)]
        case .scalar(let name):
            guard let text = (type as? any SchemaNoted.Type)?.schemaNote else { return ["type": .string(name)] }
            return ["type": .string(name), "description": .string(text)]
        case .unread: return ["type": "object"]
        }
    }

    private func notes<Value: Decodable>(on type: Value.Type) -> SchemaNotes {
        let notes = SchemaNotes()
        do {
            _ = try Value(from: SchemaProbe(notes: notes))
        } catch {
            preconditionFailure("\(type) refuses the values that a schema is made from: \(error)")
        }
        return notes
    }

    private mutating func object<Value: Decodable>(_ type: Value.Type) -> JSONValue {
        let fields = self.fields(of: type)
        return [
            "type": "object",
            "properties": .object(
                fields.map { JSONValue.Member($0.name, $0.isRequired ? $0.schema : Self.nullable($0.schema)) }
            ),
            "required": .array(fields.map { .string($0.name) }),
        ]
    }

    /// What may be missing from an object is there all the same, as null.
    private static func nullable(_ schema: JSONValue) -> JSONValue {
        guard case .object(let members) = schema, let type = schema["type"] else {
            return ["anyOf": [schema, ["type": "null"]]]
        }
        return .object(
            members.map { $0.name == "type" ? JSONValue.Member("type", [type, "null"]) : $0 }
        )
    }

    private static func words<Choice: WireChoice>(of type: Choice.Type) -> JSONValue {
        ["type": "string", "enum": .array(type.allCases.map { .string($0.rawValue) })]
    }

    private mutating func refer(to type: Any.Type, define: (inout Self) -> JSONValue) -> JSONValue {
        // "MartletWire.MessageList.Result" is called MessageListResult.
        let name = String(reflecting: type).split(separator: ".").dropFirst().joined()
        if self.definitions[name] == nil {
            self.definitions[name] = .null
            self.definitions[name] = define(&self)
        }
        return ["$ref": .string("#/components/schemas/\(name)")]
    }
}

/// A type that a schema says more of than what it is made of.
protocol SchemaNoted {
    static var schemaNote: String { get }
}

extension Timestamp: SchemaNoted {
    static var schemaNote: String { "milliseconds since 1970" }
}

extension Milliseconds: SchemaNoted {
    static var schemaNote: String { "milliseconds" }
}
