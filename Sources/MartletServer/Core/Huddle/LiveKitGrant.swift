// SPDX-License-Identifier: Apache-2.0

import JWTKit
import MartletWire

/// The claims of a LiveKit access token, in LiveKit's spelling.
struct LiveKitGrant: JWTPayload {
    /// What the token is good for.
    struct Video: Codable, Hashable, Sendable {
        var room: String?
        var roomJoin: Bool?
        var canPublish: Bool?
        var canSubscribe: Bool?
        var canPublishData: Bool?
        var roomAdmin: Bool?
        var roomCreate: Bool?
        var roomList: Bool?

        /// To come into one room, to speak and to listen.
        static func participant(in room: RoomID) -> Self {
            Self(room: room.rawValue, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true)
        }

        /// To see who is in one room, and to send people out.
        static func administrator(of room: RoomID) -> Self {
            Self(room: room.rawValue, roomAdmin: true)
        }

        /// To make, list and close rooms.
        static let keeper = Self(roomCreate: true, roomList: true)
    }

    var iss: String
    var sub: String?
    var name: String?
    var nbf: Int64
    var exp: Int64
    var video: Video

    // Never called: LiveKit verifies what we sign.
    func verify(using algorithm: some JWTAlgorithm) {}
}
