// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletWire
import ServiceLifecycle

extension SessionCommand {
    /// `martlet session watch`.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "watch",
            abstract: "Shows who works on what, and every start, end and correction as it happens.",
            discussion: "With --json, the answer of session.list, then the frame of each event. Ctrl-C ends it."
        )

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: "End after so many events.") var count: Int?

        func validate() throws {
            guard self.count ?? 1 > 0 else { throw ValidationError("--count must be at least 1.") }
        }

        func run() async throws {
            let watch = SessionWatch(martlet: try self.client.martlet(), isJSON: self.client.json, count: self.count)
            try await ServiceGroup.runningUntilStopped(watch).run()
        }
    }
}

/// Follows the stream and shows what it says of work sessions; afresh wherever the stream may have lost something.
struct SessionWatch: Service {
    let martlet: Martlet
    let isJSON: Bool
    /// How many events to show.
    let count: Int?

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var left = self.count
            do {
                try await self.martlet.stream { update in
                    switch update {
                    case .connected(let hello):
                        if !hello.isResumed { try await self.showBoard() }
                    case .resync:
                        try await self.showBoard()
                    case .event(let frame):
                        guard let session = frame.event.workSession else { return }
                        try self.show(frame, about: session)
                        left = left.map { $0 - 1 }
                        if left == 0 { throw Tail.Enough() }
                    case .interrupted(let reason, _):
                        Terminal.standard.note("\(TerminalText(reason).string); trying again")
                    case .advanced:
                        break
                    }
                }
            } catch is Tail.Enough {
                return
            } catch is CancellationError {
                return
            }
        }
    }

    private func showBoard() async throws {
        let call = SessionList(status: .active, limit: Limits.standard.page)
        if self.isJSON {
            try Terminal.standard.write(
                try await self.martlet.call(SessionList.name.rawValue, params: call.params).description
            )
        } else {
            try Terminal.standard.show(try await self.martlet.call(call).report)
        }
    }

    private func show(_ frame: EventFrame, about session: WorkSession) throws {
        guard !self.isJSON else {
            try Terminal.standard.write(String(decoding: try WireEncoder().encode(frame), as: UTF8.self))
            return
        }
        let duration = session.duration.map { "  \($0) s" } ?? ""
        let line =
            "\(frame.event.name.rawValue)  \(session.id)  user \(session.userID)  "
            + "\(session.repositoryOwner)/\(session.repositoryName)#\(session.pullRequest)\(duration)"
        try Terminal.standard.write(TerminalText(line).string)
    }
}

extension EventPayload {
    /// The session that an event is about, if it is about one.
    fileprivate var workSession: WorkSession? {
        guard case .known(let event) = self else { return nil }
        return switch event {
        case let event as WorkSessionStarted: event.session
        case let event as WorkSessionUpdated: event.session
        case let event as WorkSessionEnded: event.session
        default: nil
        }
    }
}
