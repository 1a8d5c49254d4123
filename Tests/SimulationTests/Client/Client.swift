// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

/// A simulated client: a device that outlives its processes, and the process that runs on it.
final class Client {
    let id: Int
    let user: UserID
    private unowned let world: World
    var device = Device()
    var faults = Faults()
    /// How far the wall clock is off.
    var skew = Duration.zero
    private(set) var running: Running?
    private(set) var boots = 0
    /// Whether it never comes back.
    private(set) var isLost = false
    /// Whether a connection of it ever lost or repeated events.
    private(set) var isLeaky = false
    private var disk: any OutboxPlace
    /// Whom it is shown as online.
    var shown: [UserID: Bool] = [:]

    init(id: Int, user: UserID, on disk: any OutboxPlace, in world: World) {
        self.id = id
        self.user = user
        self.disk = disk
        self.world = world
    }

    var date: Timestamp { World.epoch.advanced(by: ManualInstant(.zero).duration(to: self.world.now) + self.skew) }
    var isRunning: Bool { self.running != nil }
    var isConnected: Bool { self.running?.isConnected ?? false }

    func boot() {
        guard self.running == nil, !self.isLost else { return }
        self.boots += 1
        self.world.judge.encouraged(self.id)
        self.world.note("client \(self.id): starts")
        do {
            let storage = try self.disk.open(at: self.date)
            self.running = Running(self, storage: storage, in: self.world)
            self.running?.start()
        } catch {
            self.world.judge.blame(.everyEffectOnce, "client \(self.id) cannot open its outbox: \(error)")
        }
    }

    /// Ends the process at once.
    /// - Parameter powerFails: Whether the whole device goes, so that nobody even ends its connections.
    func crash(powerFails: Bool) {
        guard let running = self.running else { return }
        self.world.note("client \(self.id): \(powerFails ? "loses power" : "crashes")")
        self.running = nil
        running.die(sayingSo: !powerFails)
        self.world.judge.died(self.id, goingOnFrom: self.device.position?.seq)
        self.disk = powerFails ? self.disk.afterPowerFailure(using: &self.world.chance) : self.disk.afterCrash()
    }

    /// Ends the process, for good.
    func lose() {
        self.crash(powerFails: true)
        self.isLost = true
    }

    /// Lets connections lose events, or bring them twice, as no stream of bytes does by itself.
    func leak(_ share: Double, twice: Bool) {
        if twice { self.faults.echo = share } else { self.faults.leak = share }
        guard share > 0 else { return }
        self.isLeaky = true
        self.world.judge.loosened(self.id)
    }

    func close() { self.disk.close() }
}
