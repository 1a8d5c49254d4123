// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// The work sessions of one process: begun and ended through the outbox, kept alive by heartbeats that may be lost.
final class Working {
    private static let heartbeat: Duration = .seconds(60)

    private let client: Client
    private unowned let world: World
    private var since: [LocalID: ManualInstant] = [:]
    private var isDead = false

    init(of client: Client, _ world: World) {
        self.client = client
        self.world = world
    }

    func die() { self.isDead = true }

    func begin(_ local: LocalID) {
        self.client.device.work[local] = 0
        self.since[local] = self.world.now
        self.client.running?.sending.queue(.start(local), under: "start \(local)", in: "\(local)", role: .opens)
        self.beat(local)
    }

    /// Ends all work; what the device no longer knows of was not done.
    func endAll() {
        for local in self.client.device.work.keys.sorted(by: { $0.rawValue < $1.rawValue }) { self.end(local) }
    }

    func end(_ local: LocalID) {
        guard let seconds = self.worked(local) else { return }
        self.client.device.work[local] = nil
        self.since[local] = nil
        let end = Intent.end(local, seconds: seconds, at: self.client.date)
        self.client.running?.sending.queue(end, under: "end \(local)", in: "\(local)", role: .closes)
    }

    /// Goes on with the work of an earlier process.
    func takeUp() {
        for local in self.client.device.work.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            self.since[local] = self.world.now
            self.beat(local)
        }
    }

    private func worked(_ local: LocalID) -> Int64? {
        guard let before = self.client.device.work[local], let since = self.since[local] else { return nil }
        return before + since.duration(to: self.world.now).components.seconds
    }

    private func beat(_ local: LocalID) {
        self.world.after(Self.heartbeat) {
            guard !self.isDead, let worked = self.worked(local) else { return }
            self.client.device.work[local] = worked
            self.since[local] = self.world.now
            self.beat(local)
            let (client, world) = (self.client, self.world)
            guard !world.isOffline(client), client.faults.holeEnd <= world.now else { return }
            for delay in client.faults.roads.deliveries(using: &world.chance) {
                world.after(delay) { world.core.heartbeat(local, worked: worked) }
            }
        }
    }
}
