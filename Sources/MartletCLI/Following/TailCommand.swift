// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletWire
import ServiceLifecycle

/// `martlet tail`.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Prints the caller's events as they happen, and resumes by itself.",
        discussion: """
            One line an event; with --json, the event's frame. Where a resume cannot be exact a note says why, and the events \
            go on from there; with --json that is a line {"type":"resync",…}. Ctrl-C ends it, and a note says with which --since \
            it can be taken up again.
            """
    )

    @OptionGroup(title: "Whom to call") var client: ClientOptions
    @Option(help: ArgumentHelp("Begin after this number in the log as it is now.", valueName: "seq")) var from: Seq?
    @Option(help: ArgumentHelp("Begin after this position, as an earlier tail printed it.", valueName: "epoch:seq"))
    var since: PositionText?
    @Option(help: "End after so many logged events.") var count: Int?
    @Flag(help: "Print logged events only: nothing of typing or presence.") var logged = false

    func validate() throws {
        guard self.from == nil || self.since == nil else { throw ValidationError("Give one of --from and --since.") }
        guard self.count ?? 1 > 0 else { throw ValidationError("--count must be at least 1.") }
    }

    func run() async throws {
        let start: StreamStart = self.since.map { .after($0.position) } ?? self.from.map { .seq($0) } ?? .live
        let tail = Tail(
            martlet: try self.client.martlet(),
            start: start,
            output: TailOutput(isJSON: self.client.json, loggedOnly: self.logged, limit: self.count)
        )
        try await ServiceGroup.runningUntilStopped(tail).run()
    }
}

/// A position as it is written on a command line: `epoch:seq`.
struct PositionText: ExpressibleByArgument, Hashable, Sendable, CustomStringConvertible {
    let position: Position

    init(_ position: Position) {
        self.position = position
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let seq = Seq(argument[argument.index(after: colon)...]) else {
            return nil
        }
        let epoch = String(argument[..<colon])
        guard !epoch.isEmpty, seq >= 0 else { return nil }
        self.position = Position(epoch: Epoch(rawValue: epoch), seq: seq)
    }

    var description: String { "\(self.position.epoch):\(self.position.seq)" }
}
