// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletClient
import MartletWire

/// Where a command keeps what it could not send yet.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Where what waits to be sent is kept; MARTLET_STATE by default, else martlet in XDG_STATE_HOME or ~/.local/state.
            """,
            valueName: "directory"
        ),
        completion: .directory
    )
    var state: String?

    /// The directory that the options, or else the environment, name.
    func directory(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> String {
        if let named = self.state ?? environment["MARTLET_STATE"], !named.isEmpty { return named }
        if let states = environment["XDG_STATE_HOME"], states.hasPrefix("/") { return states + "/martlet" }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw CommandFailure(.usage, "state: there is no HOME, so say where: --state DIRECTORY")
        }
        return home + "/.local/state/martlet"
    }

    /// A client that keeps what it cannot send.
    ///
    /// Whose token it is only the server knows: while it answers, the client works for that person, and else for whoever
    /// used the directory last.
    func martlet(_ client: ClientOptions) async throws -> Martlet {
        let martlet = try client.martlet(storage: .directory(self.directory()))
        // Who cannot be told apart now is told apart before anything is sent.
        if client.usesToken() { try? await martlet.switchUser(to: client.credentials()) }
        return martlet
    }
}
