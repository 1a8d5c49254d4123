// SPDX-License-Identifier: Apache-2.0

import Logging
package import MartletRules
import MartletStore
import MartletWire
import ServiceLifecycle
import Synchronization

/// Compares huddles with who is really connected, again and again, and ends what is over (R3-24).
///
/// ``HuddleReaper`` decides; what it decided is checked against the latest joins in the transaction that carries it
/// out, so that whoever comes in meanwhile wins.
package struct HuddleWatch<Timing: Clock>: Service where Timing.Duration == Duration {
    private let core: Core
    private let clock: Timing
    private let interval: Duration

    package init(core: Core, clock: Timing, interval: Duration = .seconds(15)) {
        self.core = core
        self.clock = clock
        self.interval = interval
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var reaper = HuddleReaper<Timing.Instant>()
            while !Task.isCancelled {
                try? await self.clock.sleep(for: self.interval)
                guard !Task.isCancelled else { return }
                if self.core.store.peers.isLeading {
                    await self.look(&reaper)
                } else {
                    // Another core looks after them; what this one saw long ago proves nothing later.
                    reaper = HuddleReaper()
                    self.closeRooms()
                }
            }
        }
    }

    /// Looks at every huddle once.
    package func look(_ reaper: inout HuddleReaper<Timing.Instant>) async {
        self.closeRooms()
        guard let rolls = try? await self.core.store.read({ try $0.activeHuddles() }) else { return }
        reaper.keep(Set(rolls.map(\.room)))
        let asked = self.clock.now
        for (roll, listing) in await self.listings(of: rolls) {
            let members = roll.entries.map { HuddleReaper<Timing.Instant>.Member($0.user, join: $0.join) }
            let verdict = reaper.listed(roll.room, members: members, listing, at: asked)
            if let verdict { await self.carryOut(verdict, in: roll) }
            if case .people(let people) = listing {
                await self.sendAway(people.subtracting(roll.entries.map(\.user)), from: roll.room)
            }
        }
    }

    /// Closes the rooms that this core could not close before.
    private func closeRooms() {
        self.core.close(
            self.core.unclosedRooms.withLock { rooms in
                defer { rooms = [] }
                return rooms.sorted { $0.rawValue < $1.rawValue }
            }
        )
    }

    /// Asks for all rooms, some at a time: one that does not answer holds up few others.
    private func listings(
        of rolls: [HuddleRoll]
    ) async -> [(HuddleRoll, HuddleReaper<Timing.Instant>.Listing)] {
        await withTaskGroup(of: (HuddleRoll, HuddleReaper<Timing.Instant>.Listing).self) { group in
            var rest = rolls[...]
            var listings: [(HuddleRoll, HuddleReaper<Timing.Instant>.Listing)] = []
            func askNext() {
                guard let roll = rest.popFirst() else { return }
                group.addTask { (roll, await self.listing(of: roll)) }
            }
            for _ in 0..<8 { askNext() }
            for await listing in group {
                listings.append(listing)
                askNext()
            }
            return listings
        }
    }

    private func listing(of roll: HuddleRoll) async -> HuddleReaper<Timing.Instant>.Listing {
        do {
            if let people = try await self.core.rooms.people(in: roll.room) { return .people(people) }
            return .people(Set(roll.entries.map(\.user).filter(self.core.presence.isOnline)))
        } catch {
            self.core.noteRoomFailure(error)
            return .unavailable
        }
    }

    private func carryOut(_ verdict: HuddleReaper<Timing.Instant>.Verdict, in roll: HuddleRoll) async {
        do {
            let isOver = try await self.core.store.commit { transaction in
                guard let huddle = try transaction.huddle(roll.room), huddle.endedAt == nil else { return false }
                switch verdict {
                case .remove(let members):
                    let gone = try members.filter { member in
                        try transaction.joinNumber(of: member.user, in: roll.room) == member.join
                    }
                    return try transaction.depart(huddle, gone.map(\.user)).endedAt != nil
                case .end(unlessJoinedAfter: let last):
                    guard try transaction.lastJoinNumber(in: roll.room) <= last else { return false }
                    let now = try transaction.depart(huddle, huddle.participants)
                    return try transaction.end(now, after: nil).endedAt != nil
                }
            }
            if isOver { self.core.close([roll.room]) }
        } catch {
            self.core.logger.error("a huddle could not be ended", metadata: [LogKey.errorType: "\(type(of: error))"])
        }
    }

    /// Disconnects whoever is in a room without being in the huddle: they left it, or the channel.
    private func sendAway(_ strangers: Set<UserID>, from room: RoomID) async {
        guard !strangers.isEmpty,
            let members = try? await self.core.store.read({ try $0.huddle(room)?.participants })
        else { return }
        for stranger in strangers.subtracting(members) { self.core.disconnect(stranger, from: room) }
    }
}
