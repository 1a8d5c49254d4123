// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// One call as it came in.
struct PretendCall: Decodable, Sendable {
    var id: RPCID
    var method: String
    var params: RawJSON

    /// The name of its effect, if it has one.
    var key: String? {
        struct Keyed: Decodable {
            var idempotency_key: String?
        }
        return (try? self.params.decode(as: Keyed.self))?.idempotency_key.map { "\(self.method) \($0)" }
    }
}
