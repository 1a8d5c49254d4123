// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletStore
package import MartletWire
import Synchronization

extension Core {
    /// Told that a person's last connection is gone and their grace over: where we keep the rooms, they leave them.
    package func userWentOffline(_ user: UserID) {
        guard self.rooms is EmbeddedRooms else { return }
        let change = Change { transaction in
            for huddle in try transaction.huddles(joinedBy: user) {
                // Whoever is back by now has not left.
                guard !self.presence.isOnline(user) else { return }
                _ = try transaction.depart(huddle, [user])
            }
        } completion: { _ in
            // A failure is the store's to report, and the reaper's to make good.
        }
        self.store.submit(change)
    }

    /// Disconnects someone who left, soon; who is missed here is found by the reaper.
    func disconnect(_ user: UserID, from room: RoomID) {
        guard !(self.rooms is EmbeddedRooms) else { return }
        self.tasks.run {
            do {
                try await self.rooms.remove(user, from: room)
            } catch {
                self.noteRoomFailure(error)
            }
        }
    }

    /// Closes rooms that are over; those that cannot be closed now are left to the reaper.
    func close(_ rooms: [RoomID]) {
        guard !rooms.isEmpty, !(self.rooms is EmbeddedRooms) else { return }
        self.tasks.run {
            for room in rooms {
                do {
                    try await self.rooms.close(room)
                } catch {
                    self.noteRoomFailure(error)
                    self.unclosedRooms.withLock { _ = $0.insert(room) }
                }
            }
        }
    }

    /// Notes for the operator that the room service failed.
    func noteRoomFailure(_ error: any Error) {
        let reason = (error as? RoomServiceError)?.reason ?? "\(type(of: error))"
        self.logger.warning("room service failed", metadata: [LogKey.reason: "\(reason)"])
    }
}
