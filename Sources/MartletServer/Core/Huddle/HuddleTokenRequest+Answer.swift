// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletStore
package import MartletWire

extension HuddleTokenRequest: Request {
    package func answer(by core: Core, for caller: Caller) async throws -> HuddleToken {
        let user = caller.userID
        let name = try await core.store.read { snapshot in
            let huddle = try snapshot.huddle(self.roomID, for: user)
            guard huddle.endedAt == nil else { throw RPCError.huddleOver }
            guard huddle.participants.contains(user) else {
                throw RPCError.forbidden("only who is in the huddle may do this; huddle.join lets you in")
            }
            return try snapshot.user(user)?.displayName ?? ""
        }
        do {
            return try await core.rooms.admit(user, named: name, to: self.roomID)
        } catch let error as RoomServiceError {
            core.logger.warning("room service failed", metadata: [LogKey.reason: "\(error.reason)"])
            throw RPCError(
                .unavailable,
                "the room service does not answer",
                data: RPCError.Detail(isRetryable: true, retryAfterMilliseconds: 1000, outcome: RPCError.Outcome.none)
            )
        }
    }
}
