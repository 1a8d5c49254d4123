// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a deployment changes in a client's configuration: an object that is merged into it.
///
/// Names that pollute a JavaScript prototype are dropped everywhere in it before anything is merged, so none survives
/// in a part that the base does not have, or in an array.
package struct ConfigurationOverride: Hashable, Sendable {
    /// How much an override may be.
    package struct Limits: Hashable, Sendable {
        /// How many bytes of JSON.
        package var bytes = 65_536
        /// How many objects and arrays inside each other.
        package var depth = 32

        package init() {}
    }

    /// Why a text is no override; never quotes it.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case notJSON(String)
        case notAnObject

        package var description: String {
            switch self {
            case .tooLong(let limit): "longer than \(limit) bytes"
            case .tooDeep(let limit): "nested deeper than \(limit)"
            case .notJSON(let fault): fault
            case .notAnObject: "not an object"
            }
        }
    }

    private static let unsafeNames: Set<String> = ["__proto__", "constructor", "prototype"]

    /// The object, without unsafe names.
    package let value: JSONValue
    /// Where unsafe names stood.
    package let dropped: [String]

    package init(_ text: String, limits: Limits = Limits()) throws(Fault) {
        let bytes = Array(text.utf8)
        guard bytes.count <= limits.bytes else { throw .tooLong(limit: limits.bytes) }
        let value = try JSONValue(document: bytes)
        guard case .object = value else { throw .notAnObject }
        guard Self.depth(of: value) <= limits.depth else { throw .tooDeep(limit: limits.depth) }
        var dropped: [String] = []
        self.value = Self.sanitized(value, at: "", noting: &dropped)
        self.dropped = dropped
    }

    /// The outermost names, which may be told.
    package var names: [String] {
        guard case .object(let members) = self.value else { return [] }
        return members.map(\.name)
    }

    /// Merges the override into a document.
    ///
    /// Objects merge, member by member and in the document's order, new members at the end; everything else replaces
    /// what was there, arrays and `null` included.
    package func applied(to document: JSONValue) -> JSONValue {
        Self.merged(self.value, into: document)
    }

    private static func merged(_ change: JSONValue, into base: JSONValue) -> JSONValue {
        guard case .object(let changes) = change, case .object(var members) = base else { return change }
        for change in changes {
            if let index = members.firstIndex(where: { $0.name.utf8.elementsEqual(change.name.utf8) }) {
                members[index].value = Self.merged(change.value, into: members[index].value)
            } else {
                members.append(change)
            }
        }
        return .object(members)
    }

    private static func depth(of value: JSONValue) -> Int {
        switch value {
        case .null, .bool, .integer, .number, .string: 0
        case .array(let elements): 1 + (elements.map(Self.depth).max() ?? 0)
        case .object(let members): 1 + (members.map { Self.depth(of: $0.value) }.max() ?? 0)
        }
    }

    private static func sanitized(_ value: JSONValue, at path: String, noting dropped: inout [String]) -> JSONValue {
        switch value {
        case .null, .bool, .integer, .number, .string:
            return value
        case .array(let elements):
            return .array(
                elements.enumerated().map { Self.sanitized($1, at: "\(path)[\($0)]", noting: &dropped) }
            )
        case .object(let members):
            var kept: [JSONValue.Member] = []
            for member in members {
                let path = path.isEmpty ? member.name : "\(path).\(member.name)"
                if Self.unsafeNames.contains(member.name) {
                    dropped.append(path)
                } else {
                    kept.append(.init(member.name, Self.sanitized(member.value, at: path, noting: &dropped)))
                }
            }
            return .object(kept)
        }
    }
}

extension JSONValue {
    /// Reads one document.
    init(document bytes: [UInt8]) throws(ConfigurationOverride.Fault) {
        do {
            self = try WireDecoder().decode(JSONValue.self, from: bytes)
        } catch DecodingError.dataCorrupted(let context) {
            throw .notJSON(context.debugDescription)
        } catch {
            throw .notJSON("not JSON: a number does not fit")
        }
    }
}
