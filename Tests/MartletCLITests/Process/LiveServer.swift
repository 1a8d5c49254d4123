// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// A real server in a process of its own, on a free port; it ends at the latest when nobody holds it any more.
struct LiveServer: Sendable {
    /// The server did not start.
    struct StartFailure: Error {
        var notes: String
    }

    let url: String
    let data: String
    private let process: RunningProcess

    /// Runs a test against a server with a data directory of its own, and sees that it ends well.
    static func serving(_ body: (LiveServer) async throws -> Void) async throws {
        let directory = ScratchDirectory()
        let server = try await Self.start(data: "\(directory.path)/data")
        do {
            try await body(server)
        } catch {
            _ = await server.stop()
            throw error
        }
        #expect(await server.stop() == 0)
    }

    static func start(
        data: String,
        options: [String] = [],
        auth: String = "dev",
        port: String = "0"
    ) async throws -> LiveServer {
        let arguments = ["serve", "--auth", auth, "--port", port, "--data", data, "--log-level", "error"] + options
        let process = try RunningProcess(Invocation(arguments: arguments))
        guard let line = await process.output.next(), line.hasPrefix("listening on ") else {
            throw StartFailure(notes: await process.notes.all())
        }
        return LiveServer(url: String(line.dropFirst("listening on ".count)), data: data, process: process)
    }

    /// Ends it as a service manager does, and tells its exit status.
    func stop() async -> Int32 {
        self.process.terminate()
        return await self.process.exit()
    }

    /// Runs a command against it.
    func run(_ line: String, as user: Int = 1, input: String? = nil) async throws -> Invocation.Outcome {
        try await self.invocation(line, as: user, input: input).run()
    }

    /// Starts a command against it.
    func start(_ line: String, as user: Int = 1) throws -> RunningProcess {
        try RunningProcess(self.invocation(line, as: user, input: nil))
    }

    /// Runs a command that must succeed, and reads the JSON that it prints.
    func json(_ line: String, as user: Int = 1) async throws -> JSONValue {
        let outcome = try await self.run("\(line) --json", as: user)
        try #require(outcome.status == 0, "\(line): \(outcome.notes)")
        return try WireDecoder().decode(JSONValue.self, from: Array(outcome.output.utf8))
    }

    private func invocation(_ line: String, as user: Int, input: String?) -> Invocation {
        Invocation(
            arguments: line.split(separator: " ").map(String.init),
            environment: ["MARTLET_SERVER": self.url, "MARTLET_USER": "\(user)"],
            input: input
        )
    }
}
