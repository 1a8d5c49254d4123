// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletWire

/// `martlet health`.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Says whether a server answers and takes work; for people and for container health checks.",
        discussion: "Exits with 0 if it does both, and with \(ExitStatus.unavailable.rawValue) if not."
    )

    @OptionGroup(title: "Whom to call") var client: ClientOptions

    func run() async throws {
        let martlet = try self.client.martlet()
        try await self.client.perform(RPCHealth())
        let status = try await martlet.readiness()
        guard status == 200 || status == 404 else {
            throw CommandFailure(.unavailable, "the server answers, but is not ready to work (/readyz says \(status))")
        }
    }
}

extension RPCHealth.Result: Presentable {
    var report: Report {
        .fields([
            ("STATUS", self.status),
            ("VERSION", self.version ?? ""),
            ("ROLE", self.role ?? ""),
            ("EPOCH", self.epoch?.description ?? ""),
            ("CLOCK", TimeText(self.serverTime).description),
        ])
    }
}
