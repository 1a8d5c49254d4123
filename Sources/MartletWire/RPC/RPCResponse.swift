// SPDX-License-Identifier: Apache-2.0

/// The answer to one call: JSON-RPC 2.0's response object.
public struct RPCResponse: Hashable, Sendable {
    /// What the caller called its request.
    public var id: RPCID
    /// What the method answers, unread, or why it could not be carried out.
    public var outcome: Result<RawJSON, RPCError>

    /// Creates an answer.
    public init(id: RPCID, _ outcome: Result<RawJSON, RPCError>) {
        self.id = id
        self.outcome = outcome
    }

    /// What the method answered.
    /// - Throws: ``RPCError`` as the server sent it; `DecodingError` when the answer is not this method's.
    public func result<Call: Method>(of call: Call.Type) throws -> Call.Result {
        try self.outcome.get().decode(as: Call.Result.self)
    }
}

extension RPCResponse {
    /// The bytes of an answer whose result is encoded already.
    package static func encode(id: RPCID, result: [UInt8]) -> [UInt8] {
        let writer = JSONWriter(reserving: result.count + 64)
        writer.openObject()
        writer.key("jsonrpc", at: 1)
        writer.string("2.0")
        writer.key("id", at: 1)
        switch id {
        case .number(let number): writer.integer(number)
        case .string(let text): writer.string(text)
        case .null: writer.null()
        }
        writer.key("result", at: 1)
        writer.raw(result)
        writer.close(to: 0)
        return writer.bytes
    }
}

extension RPCResponse: Codable {
    private enum CodingKeys: String, CodingKey {
        case version = "jsonrpc"
        case id, result, error
    }

    /// Decodes a response; one with both an error and a result is an error.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.id = try fields.decodeIfPresent(RPCID.self, forKey: .id) ?? .null
        if let error = try fields.decodeIfPresent(RPCError.self, forKey: .error) {
            self.outcome = .failure(error)
        } else {
            self.outcome = .success(try fields.decode(RawJSON.self, forKey: .result))
        }
    }

    /// Encodes a response.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode("2.0", forKey: .version)
        try fields.encode(self.id, forKey: .id)
        switch self.outcome {
        case .success(let result): try fields.encode(result, forKey: .result)
        case .failure(let error): try fields.encode(error, forKey: .error)
        }
    }
}
