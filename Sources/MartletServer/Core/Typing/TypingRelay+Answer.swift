// SPDX-License-Identifier: Apache-2.0

import MartletStore
package import MartletWire

extension TypingRelay: Request {
    /// Nothing is stored, and the sender hears nothing (R3-18).
    package func answer(by core: Core, for caller: Caller) async throws -> Empty {
        _ = try await core.store.read { try $0.seat(for: caller.userID, in: self.channelID) }
        if core.allowances.relaysTyping(by: caller.userID, in: self.channelID) {
            core.publish(
                Typing(channelID: self.channelID, userID: caller.userID, state: self.state),
                to: Audience(channels: [self.channelID], except: [caller.userID])
            )
        }
        return Empty()
    }
}
