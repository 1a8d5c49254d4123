// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension ActivityCommand {
    /// Calls `activity.record`, now or when the server is there again: with one activity, as options, or with many, as
    /// JSON.
    struct Record: DurableCommand {
        static let configuration = Self.described(as: "record")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Where it is kept") var state: StateOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("activities", of: ActivityRecord.self, "a JSON array, in place of what follows"))
        var activities: String?
        @Option(help: "What was done.") var kind: ActivityKind?
        @Option(help: "Whose repository.") var repoOwner: String?
        @Option(help: "Which repository.") var repoName: String?
        @Option(help: "Which pull request.") var prNumber: Int64?
        @Option(help: "What to call it, 1 to 64 bytes; a random name by default.") var localID: LocalID?
        @Option(help: "The local id of the work session that it belongs to.") var sessionLocalID: LocalID?
        @Option(help: "When it was done, in milliseconds since 1970; the server's now by default.")
        var occurredAt: Timestamp?

        func call() throws -> ActivityRecord {
            ActivityRecord(activities: try self.recorded(), idempotencyKey: self.key.idempotencyKey)
        }

        func stamped(_ call: ActivityRecord, at now: Timestamp) -> ActivityRecord {
            var call = call
            for index in call.activities.indices where call.activities[index].occurredAt == nil {
                call.activities[index].occurredAt = now
            }
            return call
        }

        func names(of call: ActivityRecord) -> [String: String] { [:] }

        private func recorded() throws -> [Activity] {
            if let json = self.activities {
                do {
                    return try WireDecoder().decode([Activity].self, from: Array(json.utf8))
                } catch {
                    throw CommandFailure(.usage, "activities: not a JSON array of activities")
                }
            }
            guard let kind = self.kind, let owner = self.repoOwner, let name = self.repoName, let number = self.prNumber
            else {
                throw CommandFailure(
                    .usage,
                    "give --activities, or --kind, --repo-owner, --repo-name and --pr-number of one"
                )
            }
            return [
                Activity(
                    localID: self.localID ?? .random,
                    kind: kind,
                    repositoryOwner: owner,
                    repositoryName: name,
                    pullRequest: number,
                    sessionLocalID: self.sessionLocalID,
                    occurredAt: self.occurredAt
                )
            ]
        }
    }

    /// Calls `activity.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("id", of: ActivityList.self)) var id: WorkSessionID?
        @Option(help: .parameter("local_id", of: ActivityList.self)) var localID: LocalID?
        @Option(help: .parameter("limit", of: ActivityList.self)) var limit: Int?

        func call() -> ActivityList {
            ActivityList(id: self.id, localID: self.localID, limit: self.limit)
        }
    }
}
