// SPDX-License-Identifier: Apache-2.0

/// One call: JSON-RPC 2.0's request object.
///
/// A request that cannot be carried out is still a request, since it must be answered: ``call`` then says why. Decoding
/// fails for nothing that is JSON, and reads the bytes once: the method's name decides what the params are read as.
public struct RPCRequest: Sendable {
    /// What the caller calls it; nil for a notification, which is never answered.
    public var id: RPCID?
    /// The method's name, if one could be read.
    public var method: String?
    /// What is asked for, or why it cannot be read.
    public var call: Result<any Method, RPCError>

    /// Creates a call.
    /// - Parameters:
    ///   - id: What to call it; nil if no answer is wanted.
    ///   - call: What is asked for.
    public init<Call: Method>(id: RPCID?, _ call: Call) {
        self.id = id
        self.method = Call.name.rawValue
        self.call = .success(call)
    }

    private init(id: RPCID?, method: String? = nil, call: Result<any Method, RPCError>) {
        self.id = id
        self.method = method
        self.call = call
    }

    /// Something that is not a request object at all.
    package static func invalid(_ message: String) -> Self {
        Self(id: .null, call: .failure(RPCError(.invalidRequest, message)))
    }
}

extension CodingUserInfoKey {
    /// Which methods a decoder knows: a ``MethodRegistry``, the standard one by default.
    package static let methods = CodingUserInfoKey(rawValue: "martlet.methods").unsafelyUnwrapped
}

extension RPCRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case version = "jsonrpc"
        case id, method, params
    }

    /// Decodes a request, whatever is wrong with it.
    public init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: CodingKeys.self) else {
            self = .invalid("expected an object")
            return
        }
        let id: RPCID?
        do {
            id = try fields.decode(RPCID.self, forKey: .id)
        } catch DecodingError.keyNotFound {
            id = nil
        } catch {
            self = .invalid("id: expected an integer, a string or null")
            return
        }
        guard (try? fields.decode(String.self, forKey: .version)) == "2.0" else {
            self.init(id: id ?? .null, call: .failure(RPCError(.invalidRequest, "jsonrpc: expected \"2.0\"")))
            return
        }
        guard let method = try? fields.decode(String.self, forKey: .method) else {
            self.init(id: id ?? .null, call: .failure(RPCError(.invalidRequest, "method: expected a string")))
            return
        }
        let methods = decoder.userInfo[.methods] as? MethodRegistry ?? .standard
        guard let type = methods[method] else {
            self.init(id: id, method: method, call: .failure(RPCError(.methodNotFound, "no such method")))
            return
        }
        self.init(id: id, method: method, call: Self.params(of: type, in: fields))
    }

    private static func params<Call: Method>(
        of type: Call.Type,
        in fields: KeyedDecodingContainer<CodingKeys>
    ) -> Result<any Method, RPCError> {
        do {
            guard fields.contains(.params) else { return .success(try RawJSON.emptyObject.decode(as: type)) }
            // A method without parameters would not look at what it is given.
            _ = try fields.nestedContainer(keyedBy: AnyKey.self, forKey: .params)
            return .success(try fields.decode(type, forKey: .params))
        } catch let error as DecodingError {
            return .failure(RPCError(error))
        } catch {
            return .failure(RPCError(.internalError, "the params could not be read"))
        }
    }

    /// Encodes a call.
    /// - Throws: `EncodingError` if the request holds no call.
    public func encode(to encoder: any Encoder) throws {
        guard case .success(let call) = self.call else {
            let context = EncodingError.Context(codingPath: [], debugDescription: "a refused request has no params")
            throw EncodingError.invalidValue(self, context)
        }
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode("2.0", forKey: .version)
        if let id = self.id { try fields.encode(id, forKey: .id) }
        try fields.encode(type(of: call).name.rawValue, forKey: .method)
        try fields.encode(call.params, forKey: .params)
    }
}
