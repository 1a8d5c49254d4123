// SPDX-License-Identifier: Apache-2.0

import MartletStore
import MartletWire

extension StoreWriting {
    /// Lets a person into a huddle that goes on, and tells the channel; coming again only renews the join.
    func enter(_ huddle: Huddle, _ user: UserID) throws -> Huddle {
        try self.join(user, to: huddle.roomID)
        guard !huddle.participants.contains(user) else { return huddle }
        try self.append(
            to: .channel(huddle.channelID),
            HuddleJoined(roomID: huddle.roomID, channelID: huddle.channelID, userID: user)
        )
        return try self.huddle(huddle.roomID) ?? huddle
    }

    /// Lets people go and tells the channel; the last of them ends the huddle.
    ///
    /// - Returns: The huddle as it is then.
    func depart(_ huddle: Huddle, _ users: [UserID]) throws -> Huddle {
        var left: UserID?
        for user in users where try self.leave(user, from: huddle.roomID) {
            left = user
            try self.append(
                to: .channel(huddle.channelID),
                HuddleLeft(roomID: huddle.roomID, channelID: huddle.channelID, userID: user)
            )
        }
        guard let now = try self.huddle(huddle.roomID) else { return huddle }
        guard left != nil, now.participants.isEmpty else { return now }
        return try self.end(now, after: left)
    }

    /// Ends a huddle and tells the channel, once whoever asks for it (R3-24).
    func end(_ huddle: Huddle, after user: UserID?) throws -> Huddle {
        if try self.endHuddle(huddle.roomID) {
            try self.append(
                to: .channel(huddle.channelID),
                HuddleEnded(roomID: huddle.roomID, channelID: huddle.channelID, userID: user)
            )
        }
        return try self.huddle(huddle.roomID) ?? huddle
    }

    /// Lets someone who is about to leave a channel leave its huddle; everyone, when nobody is given.
    func departHuddle(of user: UserID?, in channel: ChannelID) throws {
        guard let huddle = try self.activeHuddle(in: channel) else { return }
        let users = user.map { [$0] } ?? huddle.participants
        let now = try self.depart(huddle, users)
        if user == nil, now.endedAt == nil { _ = try self.end(now, after: nil) }
    }
}
