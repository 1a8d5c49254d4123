// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Where the sound and pictures of huddles are: a media server, or nowhere.
///
/// It only knows who is connected. Who is in a huddle, and whether it goes on, is the store's to say.
package protocol RoomService: Sendable {
    /// Makes ready for a person to come in.
    ///
    /// - Throws: ``RoomServiceError`` when the room cannot be entered now.
    func admit(_ user: UserID, named name: String, to room: RoomID) async throws -> HuddleToken

    /// Who is connected to a room, nobody if the service does not know the room; nil if the service has no rooms and
    /// whoever is online counts as connected.
    ///
    /// - Throws: ``RoomServiceError`` when that cannot be known now.
    func people(in room: RoomID) async throws -> Set<UserID>?

    /// Disconnects a person; who is not there is no error.
    func remove(_ user: UserID, from room: RoomID) async throws

    /// Disconnects everyone; a room that is not there is no error.
    func close(_ room: RoomID) async throws
}

/// A room service that does not answer as it should, in words for an operator.
package struct RoomServiceError: Error, Hashable, Sendable {
    /// The reason: never a token, an address or what the service sent.
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
