// SPDX-License-Identifier: Apache-2.0

/// What one type asked a decoder for.
final class SchemaNotes {
    /// Makes the schema of a part, once it is wanted.
    typealias Part = (inout SchemaBook) -> JSONValue

    /// One member that was asked for.
    struct Field {
        var name: String
        var isRequired: Bool
        var schema: Part
    }

    /// What the value is, judged by what was asked.
    enum Shape {
        case unread
        case scalar(String)
        case array(Part)
        case object([Field])
    }

    private(set) var shape = Shape.unread

    func beObject() {
        guard case .object = self.shape else { return self.shape = .object([]) }
    }

    func note(_ field: Field) {
        guard case .object(let fields) = self.shape else { return self.shape = .object([field]) }
        self.shape = .object(fields + [field])
    }

    func beArray(of element: @escaping Part) {
        self.shape = .array(element)
    }

    func beScalar(_ name: String) {
        self.shape = .scalar(name)
    }
}
