// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// Puts responses together around results that are encoded already.
enum ResponseBytes {
    static func encode(id: RPCID, _ outcome: Result<[UInt8], RPCError>) -> [UInt8] {
        switch outcome {
        case .success(let result):
            var bytes: [UInt8] = []
            bytes.reserveCapacity(result.count + 64)
            bytes += Array("{\"jsonrpc\":\"2.0\",\"id\":".utf8)
            bytes += (try? WireEncoder().encode(id)) ?? Array("null".utf8)
            bytes += Array(",\"result\":".utf8)
            bytes += result
            bytes.append(UInt8(ascii: "}"))
            return bytes
        case .failure(let error):
            return (try? WireEncoder().encode(RPCResponse(id: id, .failure(error)))) ?? []
        }
    }

    /// The array of a batch's responses; nil when it held notifications alone.
    static func batch(_ responses: [[UInt8]]) -> [UInt8]? {
        guard !responses.isEmpty else { return nil }
        return [UInt8(ascii: "[")] + responses.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
    }
}
