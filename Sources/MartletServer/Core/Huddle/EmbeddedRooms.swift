// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Huddles without a media server: whoever joined is there for as long as they have a connection to us.
package struct EmbeddedRooms: RoomService {
    private let clock: @Sendable () -> Timestamp

    package init(clock: @escaping @Sendable () -> Timestamp) {
        self.clock = clock
    }

    package func admit(_ user: UserID, named name: String, to room: RoomID) -> HuddleToken {
        HuddleToken(roomID: room, expiresAt: self.clock().advanced(by: .seconds(3600)))
    }

    package func people(in room: RoomID) -> Set<UserID>? { nil }
    package func remove(_ user: UserID, from room: RoomID) {}
    package func close(_ room: RoomID) {}
}
