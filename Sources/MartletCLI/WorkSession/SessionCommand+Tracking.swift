// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MartletWire

extension SessionCommand {
    /// Calls `session.start`, now or when the server is there again.
    struct Start: DurableCommand {
        static let configuration = Self.described(as: "start")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("local_id", of: SessionStart.self, "a random name by default")) var localID: LocalID?
        @Option(help: .parameter("repo_owner", of: SessionStart.self)) var repoOwner: String
        @Option(help: .parameter("repo_name", of: SessionStart.self)) var repoName: String
        @Option(help: .parameter("pr_number", of: SessionStart.self)) var prNumber: Int64
        @Option(help: .parameter("started_at", of: SessionStart.self)) var startedAt: Timestamp?
        @Option(help: .parameter("ended_at", of: SessionStart.self)) var endedAt: Timestamp?
        @Option(help: .parameter("duration_seconds", of: SessionStart.self)) var durationSeconds: Int64?

        func call() -> SessionStart {
            SessionStart(
                localID: self.localID ?? .random,
                repositoryOwner: self.repoOwner,
                repositoryName: self.repoName,
                pullRequest: self.prNumber,
                startedAt: self.startedAt,
                endedAt: self.endedAt,
                duration: self.durationSeconds,
                idempotencyKey: self.key.idempotencyKey
            )
        }

        func stamped(_ call: SessionStart, at now: Timestamp) -> SessionStart {
            var call = call
            call.startedAt = call.startedAt ?? now
            return call
        }

        func names(of call: SessionStart) -> [String: String] { ["local_id": call.localID.rawValue] }
    }

    /// Calls `session.heartbeat`.
    struct Heartbeat: CallCommand {
        static let configuration = Self.described(as: "heartbeat")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("id", of: SessionHeartbeat.self)) var id: WorkSessionID?
        @Option(help: .parameter("local_id", of: SessionHeartbeat.self)) var localID: LocalID?
        @Option(help: .parameter("duration_seconds", of: SessionHeartbeat.self)) var durationSeconds: Int64?

        func call() -> SessionHeartbeat {
            SessionHeartbeat(
                id: self.id,
                localID: self.localID,
                duration: self.durationSeconds,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `session.end`, now or when the server is there again.
    struct End: DurableCommand {
        static let configuration = Self.described(as: "end")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("id", of: SessionEnd.self)) var id: WorkSessionID?
        @Option(help: .parameter("local_id", of: SessionEnd.self)) var localID: LocalID?
        @Option(help: .parameter("duration_seconds", of: SessionEnd.self)) var durationSeconds: Int64?
        @Option(help: .parameter("ended_at", of: SessionEnd.self)) var endedAt: Timestamp?
        @Option(help: .parameter("reason", of: SessionEnd.self)) var reason: WorkSessionEndReason?

        func call() -> SessionEnd {
            SessionEnd(
                id: self.id,
                localID: self.localID,
                duration: self.durationSeconds,
                endedAt: self.endedAt,
                reason: self.reason,
                idempotencyKey: self.key.idempotencyKey
            )
        }

        func stamped(_ call: SessionEnd, at now: Timestamp) -> SessionEnd {
            var call = call
            call.endedAt = call.endedAt ?? now
            return call
        }

        func names(of call: SessionEnd) -> [String: String] { call.localID.map { ["local_id": $0.rawValue] } ?? [:] }
    }
}

extension LocalID {
    /// A name that nobody else has.
    static var random: Self { Self(rawValue: UUID().uuidString.lowercased()) }
}
