// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire

extension AdminDisconnect: Request {
    /// Closes connections with a code that asks clients to come back.
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        try caller.requireOperator()
        if let connectionID {
            let closed = await core.edges.carryOut(.disconnect(connectionID))
            guard closed > 0 else { throw RPCError.notFound("connection") }
            return Result(closed: closed)
        }
        guard let userID, core.standing(of: userID) != nil else { throw RPCError.notFound("person") }
        return Result(closed: await core.edges.carryOut(.disconnectPerson(userID)))
    }
}
