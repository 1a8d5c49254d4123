// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletClient
import MartletServer
import MartletWire

/// Whom a command talks to, as whom, and how it shows the answer.
struct ClientOptions: ParsableArguments {
    static let standardServer = "http://127.0.0.1:8787"

    @Option(
        help: ArgumentHelp(
            "The server's URL; MARTLET_SERVER by default, else \(Self.standardServer).",
            valueName: "url"
        )
    )
    var server: String?

    @Option(help: ArgumentHelp("In dev mode, who calls; MARTLET_USER by default.", valueName: "id"))
    var user: UserID?

    @Option(help: "Who calls, as a token; better in MARTLET_TOKEN or a file, where no process list shows it.")
    var token: String?

    @Option(
        help: ArgumentHelp("A file that holds the token; MARTLET_TOKEN_FILE by default.", valueName: "file"),
        completion: .file()
    )
    var tokenFile: String?

    @Option(
        help: ArgumentHelp("The authorities to trust in place of this machine's, as PEM.", valueName: "file"),
        completion: .file()
    )
    var trust: String?

    @Option(help: ArgumentHelp("How long a call may take.", valueName: "duration"))
    var timeout: DurationText = DurationText(.seconds(30))

    @Flag(help: "Show the answer as the JSON that the server sent, for scripts.")
    var json = false

    func validate() throws {
        let ways = [self.user != nil, self.token != nil, self.tokenFile != nil].count { $0 }
        guard ways <= 1 else { throw ValidationError("Give one of --user, --token and --token-file.") }
    }

    /// A client as the options, or else the environment, say.
    func martlet(
        storage: Storage = .memory,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Martlet {
        try Martlet(
            server: self.address(environment),
            credentials: self.credentials(environment),
            storage: storage,
            trust: self.trust.map { .authorities(inFile: $0) } ?? .system,
            timeout: self.timeout.duration,
            release: MartletCommand.version
        )
    }

    /// The server's URL.
    func address(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        self.server ?? environment["MARTLET_SERVER"] ?? Self.standardServer
    }

    /// Who calls, as the options, or else the environment, say.
    func credentials(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> MartletClient.Credentials {
        if let token = self.token { return .token(token) }
        if let file = self.tokenFile { return try Self.credentials(inFile: file, as: "token-file") }
        if let user = self.user { return .developer(user) }
        if let token = environment["MARTLET_TOKEN"], !token.isEmpty { return .token(token) }
        if let file = environment["MARTLET_TOKEN_FILE"], !file.isEmpty {
            return try Self.credentials(inFile: file, as: "MARTLET_TOKEN_FILE")
        }
        guard let text = environment["MARTLET_USER"], !text.isEmpty else { return .none }
        guard let user = UserID(text) else { throw CommandFailure(.usage, "MARTLET_USER: expected a user's number") }
        return .developer(user)
    }

    /// Whether a token says who calls, so that only the server knows who that is.
    func usesToken(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        if self.token != nil || self.tokenFile != nil { return true }
        guard self.user == nil else { return false }
        return ["MARTLET_TOKEN", "MARTLET_TOKEN_FILE"].contains { environment[$0]?.isEmpty == false }
    }

    /// A file may be written anew while a stream is followed: its token is read whenever one is needed.
    private static func credentials(inFile path: String, as name: String) throws -> MartletClient.Credentials {
        do throws(SettingProblem) {
            _ = try SecretFile(path).secret(for: name)
        } catch {
            throw CommandFailure(.output, error.description)
        }
        return .token { _ in try SecretFile(path).secret(for: name).exposedText }
    }

    /// Calls a method and shows what it answers.
    func perform<Call: Method>(_ call: Call) async throws where Call.Result: Presentable {
        do {
            try await self.show(call)
        } catch let error as RPCError {
            throw CommandFailure(error, changing: Call.isMutating)
        }
    }

    private func show<Call: Method>(_ call: Call) async throws where Call.Result: Presentable {
        let martlet = try self.martlet()
        let terminal = Terminal.standard
        if self.json {
            let answer = try await Progress.showing("calling \(Call.name)") { _ in
                try await martlet.call(Call.name.rawValue, params: call.params)
            }
            try terminal.write(answer.description)
        } else {
            let answer = try await Progress.showing("calling \(Call.name)") { _ in try await martlet.call(call) }
            try terminal.show(answer.report)
        }
    }
}
