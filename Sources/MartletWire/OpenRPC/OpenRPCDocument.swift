// SPDX-License-Identifier: Apache-2.0

/// The OpenRPC document: what `rpc.discover` and `GET /openrpc.json` answer.
///
/// It is produced from the types that serve, so it cannot say anything else than they do.
public struct OpenRPCDocument: Sendable {
    /// The document.
    public let json: JSONValue

    /// Describes the methods of a registry.
    /// - Parameters:
    ///   - registry: What is served.
    ///   - version: The server's version.
    public init(describing registry: MethodRegistry = .standard, version: String) {
        var schemas = SchemaBook()
        let methods = registry.methods.map { Self.method($0, in: &schemas) }
        self.json = [
            "openrpc": "1.3.2",
            "info": [
                "title": "Martlet",
                "version": .string(version),
                "description": "One ordered log, and everybody in step with it.",
                "license": ["name": "Apache-2.0"],
            ],
            "methods": .array(methods),
            "components": ["schemas": schemas.components],
        ]
    }

    private static func method<Call: Method>(_ type: Call.Type, in schemas: inout SchemaBook) -> JSONValue {
        let text = type.documentation
        let noun = type.name.rawValue.prefix { $0 != "." }
        var members: [JSONValue.Member] = [
            .init("name", .string(type.name.rawValue)),
            .init("summary", .string(text.summary)),
            .init("description", .string(Self.description(of: text))),
            .init("tags", [["name": .string(String(noun))]]),
            .init("paramStructure", "by-name"),
            .init("params", .array(schemas.fields(of: type).map { Self.parameter($0, text) })),
            .init("result", ["name": "result", "schema": schemas.schema(of: Call.Result.self)]),
            .init("errors", .array((text.errors + MethodDocumentation.commonErrors).map(Self.error))),
        ]
        if text.replacement != nil { members.append(.init("deprecated", true)) }
        return .object(members)
    }

    private static func description(of text: MethodDocumentation) -> String {
        let callers = "Callers: \(text.callers)."
        guard let replacement = text.replacement else { return callers }
        return "\(callers) Deprecated: call \(replacement) instead."
    }

    private static func parameter(_ field: SchemaField, _ text: MethodDocumentation) -> JSONValue {
        var members: [JSONValue.Member] = [.init("name", .string(field.name))]
        if let description = text.parameters[field.name] { members.append(.init("description", .string(description))) }
        members.append(.init("required", .bool(field.isRequired)))
        members.append(.init("schema", field.schema))
        return .object(members)
    }

    private static func error(_ code: RPCError.Code) -> JSONValue {
        ["code": .integer(Int64(code.rawValue)), "message": .string(code.summary)]
    }
}

extension RPCError.Code {
    /// What the code says, in the fewest words.
    package var summary: String {
        switch self {
        case .parseError: "not JSON"
        case .invalidRequest: "not a request"
        case .methodNotFound: "no such method"
        case .invalidParams: "a parameter is missing or unacceptable"
        case .internalError: "the server failed"
        case .unauthenticated: "nobody is signed in"
        case .forbidden: "the caller may not do this"
        case .notFound: "no such thing"
        case .conflict: "the change rests on a state that has moved on"
        case .tooLarge: "the change is larger than can be carried"
        case .rateLimited: "too many calls"
        case .unavailable: "the server cannot answer now"
        default: "error \(self.rawValue)"
        }
    }
}
