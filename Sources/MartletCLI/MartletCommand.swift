// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet`.
@main
struct MartletCommand: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Keeps people and a server in step over connections that come and go.",
        discussion: """
            What is said goes to standard output, notes go to standard error. The exit status is one of:

            \(ExitStatus.table)

            Completions: martlet --generate-completion-script bash|zsh|fish
            """,
        version: Self.version,
        groupedSubcommands: [
            CommandGroup(
                name: "The server",
                subcommands: [
                    ServeCommand.self, ConfigCommand.self, TokenCommand.self, BackupCommand.self, RestoreCommand.self,
                    StoreCommand.self, HealthCommand.self,
                ]
            ),
            CommandGroup(
                name: "Calls",
                subcommands: [
                    WorkspaceCommand.self, UserCommand.self, ChannelCommand.self, MessageCommand.self, ReadCommand.self,
                    MentionCommand.self, NotificationCommand.self, TypingCommand.self, PresenceCommand.self,
                    HuddleCommand.self, CanvasCommand.self, MediaCommand.self, SessionCommand.self,
                    ActivityCommand.self, AdminCommand.self, CallMethodCommand.self,
                ]
            ),
            CommandGroup(name: "Events", subcommands: [TailCommand.self]),
            CommandGroup(name: "What is not sent yet", subcommands: [StatusCommand.self, OutboxCommand.self]),
            CommandGroup(
                name: "For developers",
                subcommands: [ExperimentCommand.self, OpenRPCCommand.self, BenchCommand.self]
            ),
        ]
    )

    /// Gives `--name=` its empty value as a word of its own: the parser would take the word that follows instead.
    static func withEmptyValues(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let options = arguments[..<end].flatMap { word in
            word.hasPrefix("--") && word.firstIndex(of: "=") == word.indices.last
                ? [String(word.dropLast()), ""] : [word]
        }
        return options + arguments[end...]
    }

    static func main() async {
        do {
            let arguments = Self.withEmptyValues(Array(CommandLine.arguments.dropFirst()))
            var command = try await Self.asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch is Terminal.Closed {
            // Whoever read the answer has read enough.
            Self.exit()
        } catch {
            guard let failure = CommandFailure(error) else { Self.exit(withError: error) }
            for line in failure.message.split(whereSeparator: \.isNewline) {
                Terminal.standard.note("martlet: \(TerminalText(String(line)).string)")
            }
            Self.exit(withError: ExitCode(failure.status.rawValue))
        }
    }
}
