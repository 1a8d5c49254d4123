// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletWire

/// `martlet status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows whether the server answers, and what waits to be sent.",
        discussion: """
            With --json one object: {"server","ready","waiting","oldest_queued_at","dead"}. The status is 0 with the server down, \
            too: that is an answer.
            """
    )

    @OptionGroup(title: "Whom to ask") var client: ClientOptions
    @OptionGroup(title: "Where things are kept") var state: StateOptions

    private struct Standing: Encodable {
        let server: String
        let isReady: Bool
        let waiting: Int
        let oldest: Timestamp?
        let dead: Int

        private enum CodingKeys: String, CodingKey {
            case server
            case isReady = "ready"
            case waiting
            case oldest = "oldest_queued_at"
            case dead
        }
    }

    func run() async throws {
        let martlet = try await self.state.martlet(self.client)
        let isReady = await self.isReady(martlet)
        let waiting = try await martlet.waitingCalls()
        let standing = Standing(
            server: self.client.address(),
            isReady: isReady,
            waiting: waiting.count,
            oldest: waiting.map(\.queuedAt).min(),
            dead: try await martlet.deadLetters.list(limit: .max).count
        )
        guard !self.client.json else {
            return try Terminal.standard.write(String(decoding: try WireEncoder().encode(standing), as: UTF8.self))
        }
        try Terminal.standard.show(
            .fields([
                ("SERVER", standing.server),
                ("ANSWERS", isReady ? "yes" : "no"),
                ("WAITING", standing.waiting.description),
                ("SINCE", TimeText(standing.oldest).description),
                ("GIVEN UP", standing.dead.description),
            ])
        )
    }

    private func isReady(_ martlet: Martlet) async -> Bool {
        let status = try? await martlet.readiness()
        return status == 200
    }
}
