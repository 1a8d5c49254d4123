// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire

extension StoreReading {
    /// What a person attaches, each once, in the order given.
    ///
    /// - Throws: ``RPCError`` `notFound` for whatever they may not read: attaching would show it to others.
    func attachable(_ media: [MediaID], by user: UserID) throws -> [MediaID] {
        var attachments: [MediaID] = []
        for (index, id) in media.enumerated() where !attachments.contains(id) {
            guard try self.mayRead(id, user) else {
                throw RPCError(.notFound, "no such media", data: RPCError.Detail(field: "attachments.\(index)"))
            }
            attachments.append(id)
        }
        return attachments
    }
}
