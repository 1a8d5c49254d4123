// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// JSON-RPC 2.0 as it comes in (R3-25).
struct RPCRequestTests {
    private func request(_ text: String) throws -> RPCRequest {
        guard case .single(let request) = try body(text) else {
            throw RPCError(.internalError, "not a single call")
        }
        return request
    }

    private func body(_ text: String, limits: Limits = .standard) throws(RPCError) -> RPCBody {
        try RPCBody(decoding: Array(text.utf8), methods: .standard, limits: limits)
    }

    /// What is sent, the code it is refused with, the field that is named, and the id that is answered.
    struct Refusal: Sendable {
        var text: String
        var code: RPCError.Code
        var field: String?
        var message: String
        var id: RPCID?
    }

    private static func call(_ method: String, _ params: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
    }

    private static func params(_ method: String, _ params: String, _ field: String, _ message: String) -> Refusal {
        Refusal(text: call(method, params), code: .invalidParams, field: field, message: message, id: .number(1))
    }

    static let refusals: [Refusal] = [
        Refusal(text: "1", code: .invalidRequest, message: "expected an object", id: .null),
        Refusal(text: "null", code: .invalidRequest, message: "expected an object", id: .null),
        Refusal(
            text: #"{"id":1,"method":"user.me"}"#,
            code: .invalidRequest,
            message: #"jsonrpc: expected "2.0""#,
            id: .number(1)
        ),
        Refusal(
            text: #"{"jsonrpc":2.0,"id":1,"method":"user.me"}"#,
            code: .invalidRequest,
            message: #"jsonrpc: expected "2.0""#,
            id: .number(1)
        ),
        Refusal(
            text: #"{"jsonrpc":"2.0","id":"a"}"#,
            code: .invalidRequest,
            message: "method: expected a string",
            id: .string("a")
        ),
        Refusal(
            text: #"{"jsonrpc":"2.0","method":7}"#,
            code: .invalidRequest,
            message: "method: expected a string",
            id: .null
        ),
        Refusal(
            text: #"{"jsonrpc":"2.0","id":1.5,"method":"user.me"}"#,
            code: .invalidRequest,
            message: "id: expected an integer, a string or null",
            id: .null
        ),
        Refusal(
            text: #"{"jsonrpc":"2.0","id":{},"method":"user.me"}"#,
            code: .invalidRequest,
            message: "id: expected an integer, a string or null",
            id: .null
        ),
        Refusal(text: call("user.fly", "{}"), code: .methodNotFound, message: "no such method", id: .number(1)),
        // R3-19: nobody but the edge's own link may report connections.
        Refusal(
            text: call("presence.mark_connection", #"{"user_id":7,"online":true}"#),
            code: .methodNotFound,
            message: "no such method",
            id: .number(1)
        ),
        params("user.me", "[]", "params", "expected an object"),
        params("message.send", "[3,\"Hi\"]", "params", "expected an object"),
        params("message.send", "null", "params", "expected an object, not null"),
        params("message.send", "{}", "channel_id", "missing"),
        params("message.send", #"{"channel_id":3}"#, "body", "missing"),
        params("message.send", #"{"channel_id":"3","body":"Hi"}"#, "channel_id", "expected an integer"),
        params("message.send", #"{"channel_id":null,"body":"Hi"}"#, "channel_id", "expected an integer, not null"),
        params("message.send", #"{"channel_id":3,"body":7}"#, "body", "expected a string"),
        params(
            "message.send",
            #"{"channel_id":3,"body":"","attachments":["m1",2]}"#,
            "attachments.1",
            "expected a string"
        ),
        params("message.send", #"{"channel_id":3,"body":"","attachments":{}}"#, "attachments", "expected an array"),
        params(
            "channel.create",
            #"{"workspace_id":2,"kind":"secret"}"#,
            "kind",
            "expected one of public, private, dm"
        ),
        // R3-32
        params("channel.get", #"{"channel_id":3.0}"#, "channel_id", "expected an integer"),
        params("channel.get", #"{"channel_id":3e2}"#, "channel_id", "expected an integer"),
        params("channel.get", #"{"channel_id":9223372036854775808}"#, "channel_id", "expected an integer of 64 bits"),
    ]

    @Test(arguments: RPCRequestTests.refusals.indices)
    func `what cannot be carried out is refused by code, field and reason`(index: Int) throws {
        let expected = Self.refusals[index]
        let request = try request(expected.text)
        guard case .failure(let error) = request.call else {
            Issue.record("accepted: \(expected.text)")
            return
        }
        #expect(error.code == expected.code)
        #expect(error.data.field == expected.field)
        #expect(error.message == expected.message)
        #expect(request.id == expected.id)
    }

    @Test(arguments: [
        "", "{", "{]", #"{"a":1,}"#, "nul", #"{"a":1}{"#, #"{"a":1,"a":2}"#, "\"\u{1}\"", "[1,]", "01", "+1",
    ])
    func `what is not JSON is refused once`(text: String) {
        let error = #expect(throws: RPCError.self) { try body(text) }
        #expect(error?.code == .parseError)
    }

    @Test func `bytes that are not UTF-8 are not JSON`() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] {
            let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
            let error = #expect(throws: RPCError.self) {
                try RPCBody(decoding: text, methods: .standard, limits: .standard)
            }
            #expect(error?.code == .parseError)
        }
    }

    @Test func `missing params are an empty object`() throws {
        let me = try request(#"{"jsonrpc":"2.0","id":1,"method":"user.me"}"#)
        #expect(try me.call.get() is UserMe)
        guard case .failure(let error) = try request(#"{"jsonrpc":"2.0","id":1,"method":"user.get"}"#).call else {
            Issue.record("accepted")
            return
        }
        #expect(error.data.field == "user_id")
    }

    @Test func `an absent id is a notification, a null one is a call`() throws {
        #expect(try request(#"{"jsonrpc":"2.0","method":"user.me"}"#).id == nil)
        #expect(try request(#"{"jsonrpc":"2.0","id":null,"method":"user.me"}"#).id == .null)
        #expect(try request(#"{"jsonrpc":"2.0","id":"","method":"user.me"}"#).id == .string(""))
        // Refused or not, a notification is not answered.
        #expect(try request(#"{"jsonrpc":"2.0","method":"user.fly"}"#).id == nil)
    }

    @Test func `members may stand in any order, and unknown ones are ignored`() throws {
        let request = try request(
            #" { "params" : { "wings" : 2 , "body" : "Hi" , "channel_id" : 3 } , "method" : "message.send" ,"#
                + #" "trace" : [ ] , "id" : 1 , "jsonrpc" : "2.0" } "#
        )
        let send = try #require(try request.call.get() as? MessageSend)
        #expect(try send.params.description == #"{"channel_id":3,"body":"Hi"}"#)
    }

    @Test func `a null option is an absent one`() throws {
        let request = try request(
            Self.call("message.send", #"{"channel_id":3,"body":"Hi","thread_id":null,"idempotency_key":null}"#)
        )
        let send = try #require(try request.call.get() as? MessageSend)
        #expect(try send.params.description == #"{"channel_id":3,"body":"Hi"}"#)
    }

    @Test func `a batch is carried in order, good and bad`() throws {
        guard case .batch(let requests) = try body("[1,\(Self.call("user.me", "{}")),{},[]]") else {
            Issue.record("not a batch")
            return
        }
        #expect(requests.map(\.id) == [.null, .number(1), .null, .null])
        #expect(requests.map { (try? $0.call.get()) != nil } == [false, true, false, false])
    }

    @Test func `a batch has 1 to 50 calls`() throws {
        let call = Self.call("user.me", "{}")
        let error = #expect(throws: RPCError.self) { try body("[]") }
        #expect(error?.code == .invalidRequest)
        func batch(_ count: Int) -> String { "[" + Array(repeating: call, count: count).joined(separator: ",") + "]" }
        guard case .batch(let requests) = try body(batch(50)) else {
            Issue.record("not a batch")
            return
        }
        #expect(requests.count == 50)
        let tooMany = #expect(throws: RPCError.self) { try body(batch(51)) }
        #expect(tooMany?.code == .invalidRequest)
        #expect(tooMany?.data.limit == 50)
    }

    @Test func `a server serves what its registry lists, and only that`() throws {
        let registry = MethodRegistry([UserMe.self])
        let text = Array(Self.call("message.get", #"{"message_id":42}"#).utf8)
        guard case .single(let request) = try RPCBody(decoding: text, methods: registry, limits: .standard),
            case .failure(let error) = request.call
        else {
            Issue.record("served")
            return
        }
        #expect(error.code == .methodNotFound)
    }

    @Test func `two calls are the same but for key, order and spelling`() throws {
        let one = try request(
            Self.call("message.send", #"{"body":"\u0048i","channel_id":3,"idempotency_key":"k"}"#)
        )
        let other = try request(Self.call("message.send", #"{"channel_id":3, "body":"Hi","thread_id":null}"#))
        let canonical = try [one, other].map { request in
            try #require(try request.call.get() as? any MutatingMethod).canonicalParams()
        }
        #expect(canonical[0] == canonical[1])
        #expect(canonical[0] == Array(#"{"channel_id":3,"body":"Hi"}"#.utf8))
    }

    @Test func `an answer's bytes are the same, whoever encodes it`() throws {
        for id: RPCID in [.number(.min), .string("a\"b"), .null] {
            let result = try WireEncoder().encode(Sample.message)
            let bytes = RPCResponse.encode(id: id, result: result)
            #expect(bytes == (try WireEncoder().encode(RPCResponse(id: id, .success(RawJSON(Sample.message))))))
            let answer = try WireDecoder().decode(RPCResponse.self, from: bytes)
            #expect(answer.id == id)
            #expect(try answer.result(of: MessageGet.self) == Sample.message)
        }
    }

    @Test func `mutating methods take a key, and no other does`() throws {
        for row in MethodGoldenTests.rows {
            let method = try #require(MethodRegistry.standard[row.name.rawValue])
            #expect(method.isMutating == row.params.contains("idempotency_key"), "\(row.name)")
        }
    }
}
