// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire
import Testing

@testable import martlet

@Suite struct CommandTests {
    /// The call that a command line makes, as JSON, with its method before it.
    private static func call(_ line: [String]) throws -> String {
        let command = try #require(try MartletCommand.parseAsRoot(line) as? any CallCommand)
        return try Self.json(command)
    }

    private static func json<Command: CallCommand>(_ command: Command) throws -> String {
        "\(Command.Call.name) \(try command.call().params)"
    }

    private static func commands(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap { Self.commands(below: $0) }
    }

    private static let callCommands = Self.commands(below: MartletCommand.self).compactMap {
        $0 as? any CallCommand.Type
    }

    private static func method<Command: CallCommand>(of command: Command.Type) -> any Method.Type {
        Command.Call.self
    }

    @Test(arguments: [
        // As the issue spells them.
        (
            "message list --channel-id 4 --limit 50 --since-id 7",
            #"message.list {"channel_id":4,"since_id":7,"limit":50}"#
        ),
        ("message send --channel-id 4 --body hello", #"message.send {"channel_id":4,"body":"hello"}"#),
        ("message send --channel-id 4 hello", #"message.send {"channel_id":4,"body":"hello"}"#),
        (
            "message send --channel-id 4 --thread-id 9 --attachments a b --idempotency-key k -- -x-",
            #"message.send {"channel_id":4,"body":"-x-","thread_id":9,"attachments":["a","b"],"idempotency_key":"k"}"#
        ),
        ("message search --query hi --workspace-id 1", #"message.search {"query":"hi","workspace_id":1}"#),
        ("message react --message-id 3 --emoji 👍", #"message.react {"message_id":3,"emoji":"👍"}"#),
        ("message list-pins --channel-id 1", #"message.list_pins {"channel_id":1}"#),
        (
            "channel create --workspace-id 1 --kind public --name general",
            #"channel.create {"workspace_id":1,"kind":"public","name":"general"}"#
        ),
        (
            "channel create --workspace-id 1 --kind dm --peer-ids 2 3",
            #"channel.create {"workspace_id":1,"kind":"dm","peer_ids":[2,3]}"#
        ),
        (
            "channel list --workspace-id 1 --include-archived",
            #"channel.list {"workspace_id":1,"include_archived":true}"#
        ),
        ("channel join --channel-id 1", #"channel.join {"channel_id":1}"#),
        ("channel leave --channel-id 1", #"channel.leave {"channel_id":1}"#),
        ("channel members --channel-id 1", #"channel.members {"channel_id":1}"#),
        ("channel add-member --channel-id 1 --user-id 2", #"channel.add_member {"channel_id":1,"user_id":2}"#),
        ("workspace create --name Team", #"workspace.create {"name":"Team"}"#),
        ("workspace list", "workspace.list {}"),
        (
            "workspace member-add --workspace-id 1 --user-id 2 --role admin",
            #"workspace.member_add {"workspace_id":1,"user_id":2,"role":"admin"}"#
        ),
        ("user create --name ann --display-name Ann", #"user.create {"name":"ann","display_name":"Ann"}"#),
        ("user list", "user.list {}"), ("user me", "user.me {}"),
        ("read mark --channel-id 1 --last-read-msg 9", #"read.mark {"channel_id":1,"last_read_msg":9}"#),
        ("read counts", "read.unread_counts {}"), ("read unread-counts", "read.unread_counts {}"),
        ("presence list --workspace-id 1", #"presence.list {"workspace_id":1}"#),
        ("presence set-status --status-text away", #"presence.set_status_text {"status_text":"away"}"#),
        ("huddle start --channel-id 1", #"huddle.start {"channel_id":1}"#),
        ("huddle list", "huddle.list_active {}"),
        (
            "session start --local-id l --repo-owner o --repo-name r --pr-number 42",
            #"session.start {"local_id":"l","repo_owner":"o","repo_name":"r","pr_number":42}"#
        ),
        (
            "session end --local-id l --duration-seconds 60 --reason idle",
            #"session.end {"local_id":"l","duration_seconds":60,"reason":"idle"}"#
        ),
        ("session list --status active", #"session.list {"status":"active"}"#),
        (
            "activity record --kind approve --repo-owner o --repo-name r --pr-number 42 --local-id a",
            #"activity.record {"activities":[{"local_id":"a","kind":"approve","repo_owner":"o","repo_name":"r","#
                + #""pr_number":42}]}"#
        ),
        (
            "canvas update --canvas-id 1 --revision 2 --title T",
            #"canvas.update {"canvas_id":1,"revision":2,"title":"T"}"#
        ),
        ("mention list --unseen-only", #"mention.list {"unseen_only":true}"#),
        ("notification mark-read --up-to-id 5", #"notification.mark_read {"up_to_id":5}"#),
        ("typing relay --channel-id 1 --state start", #"typing.relay {"channel_id":1,"state":"start"}"#),
        ("admin drain --window-ms 5000", #"admin.drain {"window_ms":5000}"#),
        ("admin drain --window-ms 5s", #"admin.drain {"window_ms":5000}"#),
        ("admin log-tail --since 5", #"admin.log_tail {"since":5}"#),
    ])
    func `a command line makes a call`(line: String, call: String) throws {
        #expect(try Self.call(line.split(separator: " ").map(String.init)) == call)
    }

    @Test(arguments: [
        "message list", "message list --channel-id x", "message send --channel-id 1",
        "message send --channel-id 1 --body a b",
        "channel create --workspace-id 1 --kind secret", "user me --user 1 --token t",
        "read mark --channel-id 1",
        "tail --from 1 --since e:1", "tail --since 5", "tail --count 0", "token mint",
        "token mint --operator --life 0s",
        "user me --timeout 5", "serve --nonsense 1", "serve --limits-page", "serve --port 1 --port=2 extra",
        "serve --proxy-secret s", "config check --limits-page 1 --limits-page 2",
    ])
    func `a command line that is not understood is a usage error`(line: String) {
        let error = #expect(throws: (any Error).self) {
            try MartletCommand.parseAsRoot(line.split(separator: " ").map(String.init))
        }
        #expect(error.map { MartletCommand.exitCode(for: $0).rawValue } == 64)
    }

    @Test func `every method can be called by a command of its own, save those that only programs call`() {
        let called = Set(Self.callCommands.map { Self.method(of: $0).name.rawValue })
        let served = Set(MethodRegistry.standard.methods.map { $0.name.rawValue })
        let others: Set<String> = [
            // `openrpc`, `health`; of a live connection; of a client's start; deprecated; of an outbox.
            "rpc.discover", "rpc.health", "auth.refresh", "presence.watch", "sync.catch_up", "presence.update",
            "client.report_dead_letters",
        ]
        #expect(served.subtracting(called) == others)
        #expect(called.isSubset(of: served))
    }

    @Test func `every parameter of a method is an option of its command, described as the method describes it`() {
        for command in Self.callCommands {
            let help = Self.help(of: command)
            for (name, text) in Self.method(of: command).documentation.parameters {
                let option = "--" + String(name.map { $0 == "_" ? "-" : $0 })
                #expect(help.contains(option), "\(command) lacks \(option)")
                if name != "idempotency_key" {
                    #expect(help.contains(text), "\(command) describes \(option) otherwise")
                }
            }
        }
    }

    @Test func `a command is named after its method`() {
        for command in Self.callCommands {
            let verb = Self.method(of: command).name.rawValue.split(separator: ".").last.map(String.init) ?? ""
            #expect(command.configuration.commandName == String(verb.map { $0 == "_" ? "-" : $0 }))
        }
    }

    @Test func `options of the server are settings`() throws {
        let line = ["serve", "--auth", "dev", "--port=0", "--limits", "off", "--limits-page", "9", "--tail-bytes=1MiB"]
        let serve = try #require(try MartletCommand.parseAsRoot(line) as? ServeCommand)
        #expect(
            try serve.options.values() == [
                "auth": .text("dev"), "port": .text("0"), "limits.rates": .text("off"), "limits.page": .text("9"),
                "tail.bytes": .text("1MiB"),
            ]
        )
    }

    @Test func `MARTLET_CONFIG names the file unless --config does`() throws {
        let environment = ["MARTLET_CONFIG": "/e.yaml"]
        let plain = try #require(try MartletCommand.parseAsRoot(["serve"]) as? ServeCommand)
        #expect(plain.options.file.path(environment: environment) == "/e.yaml")
        #expect(plain.options.file.path(environment: [:]) == nil)
        let named = try #require(try MartletCommand.parseAsRoot(["serve", "--config", "/o.yaml"]) as? ServeCommand)
        #expect(named.options.file.path(environment: environment) == "/o.yaml")
    }

    @Test(arguments: CompletionShell.allCases) func `shells can be taught every command`(shell: CompletionShell) {
        let script = MartletCommand.completionScript(for: shell)
        for word in ["message", "serve", "tail", "channel-id", "unread-counts"] {
            #expect(script.contains(word))
        }
    }

    /// The help on one line, without its line breaks.
    private static func help(of command: any ParsableCommand.Type) -> String {
        command.helpMessage(columns: 10_000)
    }
}
