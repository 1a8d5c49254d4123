// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import NIOCore
import NIOHTTP1

extension UpgradeDecision.Refusal {
    /// What a request is answered that a browser may have been tricked into.
    init(_ refusal: RequestRefusal) {
        self.init(
            status: HTTPResponseStatus(statusCode: refusal.httpStatus),
            body: ByteBuffer(bytes: ResponseBytes.encode(id: .null, .failure(refusal.rpcError)))
        )
    }
}
