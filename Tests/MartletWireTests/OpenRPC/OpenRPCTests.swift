// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletWire
import Testing

struct OpenRPCTests {
    private let document = OpenRPCDocument(version: "1.2.3").json

    private var methods: [JSONValue] {
        guard case .array(let methods) = self.document["methods"] else { return [] }
        return methods
    }

    private func names(_ values: JSONValue?) -> [String] {
        guard case .array(let values) = values else { return [] }
        return values.compactMap { value in
            guard case .string(let name) = value["name"] else { return nil }
            return name
        }
    }

    @Test func `R3-26 the document lists exactly the methods that are served`() {
        let documented = names(self.document["methods"])
        let served = MethodRegistry.standard.methods.map { $0.name.rawValue }
        #expect(documented == served)
        #expect(Set(documented).count == documented.count)
    }

    @Test func `R3-26 no method has a field that another lacks, save deprecation`() {
        let fields = ["name", "summary", "description", "tags", "paramStructure", "params", "result", "errors"]
        for method in self.methods {
            guard case .object(let members) = method else {
                Issue.record("not an object")
                continue
            }
            #expect(members.map(\.name).filter { $0 != "deprecated" } == fields)
        }
    }

    @Test func `R3-27 a deprecated method is marked, names its replacement, and is still served`() {
        let deprecated = self.methods.filter { $0["deprecated"] == true }
        #expect(names(.array(deprecated)) == ["presence.update"])
        #expect(
            deprecated.first?["description"]
                == .string("Callers: anyone signed in. Deprecated: call presence.set_status_text instead.")
        )
        #expect(MethodRegistry.standard["presence.update"] != nil)
    }

    @Test func `every parameter is documented, and nothing else`() {
        for method in MethodRegistry.standard.methods {
            let listed = self.methods.first { $0["name"] == .string(method.name.rawValue) }
            #expect(
                Set(names(listed?["params"])) == Set(method.documentation.parameters.keys),
                "\(method.name)"
            )
        }
    }

    @Test func `what may be left out is optional, what may not is required`() {
        let send = self.methods.first { $0["name"] == "message.send" }
        guard case .array(let params) = send?["params"] else {
            Issue.record("no params")
            return
        }
        let required = params.filter { $0["required"] == true }
        #expect(names(.array(params)) == ["channel_id", "body", "thread_id", "attachments", "idempotency_key"])
        #expect(names(.array(required)) == ["channel_id", "body"])
        #expect(
            params.first { $0["name"] == "attachments" }?["schema"] == ["type": "array", "items": ["type": "string"]]
        )
    }

    @Test func `a choice lists its words, an object its fields, a time its unit`() {
        let schemas = self.document["components"]?["schemas"]
        #expect(schemas?["ChannelKind"] == ["type": "string", "enum": ["public", "private", "dm"]])
        #expect(
            schemas?["WorkspaceMember"] == [
                "type": "object",
                "properties": [
                    "user_id": ["type": "integer"],
                    "role": ["$ref": "#/components/schemas/WorkspaceRole"],
                    "joined_at": ["type": "integer", "description": "milliseconds since 1970"],
                ],
                "required": ["user_id", "role", "joined_at"],
            ]
        )
        #expect(
            schemas?["MessagePage"]?["properties"]?["messages"]?["items"] == ["$ref": "#/components/schemas/Message"]
        )
        #expect(schemas?["Message"]?["properties"]?["thread_id"] == ["type": ["integer", "null"]])
        #expect(
            schemas?["Workspace"]?["properties"]?["role"]
                == ["anyOf": [["$ref": "#/components/schemas/WorkspaceRole"], ["type": "null"]]]
        )
        #expect(
            schemas?["Message"]?["required"]
                == [
                    "id", "channel_id", "user_id", "body", "thread_id", "reply_count", "attachments", "pinned",
                    "reactions", "created_at", "edited_at", "deleted_at",
                ],
            "a field without a value is there as null"
        )
    }

    @Test(arguments: MethodGoldenTests.rows.indices)
    func `every call and answer fits its schema`(index: Int) throws {
        let row = MethodGoldenTests.rows[index]
        let method = try #require(self.methods.first { $0["name"] == .string(row.name.rawValue) })
        let check = JSONSchemaCheck(root: self.document)
        let answer = try value(JSONValue.self, row.answer)
        #expect(check.problems(answer, against: try #require(method["result"]?["schema"])) == [])
        let params = try value(JSONValue.self, row.params)
        guard case .object(let given) = params, case .array(let known) = method["params"] else {
            Issue.record("no params")
            return
        }
        for parameter in known {
            guard case .string(let name) = parameter["name"], let schema = parameter["schema"] else { continue }
            if let value = params[name] {
                #expect(check.problems(value, against: schema) == [], "\(row.name) \(name)")
            } else {
                #expect(parameter["required"] == false, "\(row.name) \(name)")
            }
        }
        #expect(Set(given.map(\.name)).isSubset(of: names(.array(known))))
    }

    static let metaSchema = ProcessInfo.processInfo.environment["MARTLET_OPENRPC_META_SCHEMA"]

    @Test(.enabled(if: metaSchema != nil, "set MARTLET_OPENRPC_META_SCHEMA to the path of OpenRPC's meta-schema"))
    func `the document is OpenRPC`() throws {
        let path = try #require(Self.metaSchema)
        let schema = try WireDecoder().decode(JSONValue.self, from: Array(Data(contentsOf: URL(filePath: path))))
        // The meta-schema's source has a placeholder where its releases list their versions.
        guard case .object(var members) = self.document else {
            Issue.record("not an object")
            return
        }
        #expect(members.first == .init("openrpc", "1.3.2"))
        members.removeFirst()
        let placeholder = schema["properties"]?["openrpc"]?["enum"]
        guard case .array(let versions) = placeholder, let version = versions.first else {
            Issue.record("no version")
            return
        }
        let document = JSONValue.object([.init("openrpc", version)] + members)
        #expect(JSONSchemaCheck(root: schema).problems(document, against: schema) == [])
    }

    @Test func `the document says the server's version and is one JSON text`() throws {
        #expect(self.document["info"]?["version"] == "1.2.3")
        #expect(try value(JSONValue.self, json(self.document)) == self.document)
    }
}
