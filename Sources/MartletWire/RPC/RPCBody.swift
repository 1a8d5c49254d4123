// SPDX-License-Identifier: Apache-2.0

/// What `POST /rpc` carries: one call, or several to be carried out in order.
public enum RPCBody: Sendable {
    /// One call.
    case single(RPCRequest)
    /// At least one call.
    case batch([RPCRequest])

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - bytes: The body.
    ///   - methods: The methods that are served.
    ///   - limits: Says how many calls make a batch.
    /// - Throws: ``RPCError`` when there is no call to answer for: answer with it once, under a null id.
    package init(decoding bytes: [UInt8], methods: MethodRegistry, limits: Limits) throws(RPCError) {
        let tape: JSONTape
        do throws(JSONSyntaxError) {
            tape = try JSONTape(parsing: bytes)
        } catch {
            throw RPCError(.parseError, "not JSON: \(error)")
        }
        let reading = TapeReading(tape: tape, userInfo: [.methods: methods])
        guard tape.nodes[0].kind == .array else {
            self = .single(Self.request(in: reading, at: 0))
            return
        }
        var requests: [RPCRequest] = []
        var index = 1
        while index < tape.nodes.count {
            guard requests.count < limits.rpcBatch else {
                throw RPCError(
                    .invalidRequest,
                    "at most \(limits.rpcBatch) calls in a batch",
                    data: RPCError.Detail(limit: Int64(limits.rpcBatch))
                )
            }
            requests.append(Self.request(in: reading, at: index))
            index = Int(tape.nodes[index].next)
        }
        guard !requests.isEmpty else { throw RPCError(.invalidRequest, "an empty batch") }
        self = .batch(requests)
    }

    private static func request(in reading: TapeReading, at index: Int) -> RPCRequest {
        do {
            return try TapeDecoder(reading: reading, at: index).decode(RPCRequest.self)
        } catch {
            return .invalid("not a request")
        }
    }
}
