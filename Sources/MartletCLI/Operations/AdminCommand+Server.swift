// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension AdminCommand {
    /// Calls `admin.stats`.
    struct Stats: CallCommand {
        static let configuration = Self.described(as: "stats")

        @OptionGroup(title: "Whom to call") var client: ClientOptions

        func call() -> AdminStats {
            AdminStats()
        }
    }

    /// Calls `admin.dead_letters`.
    struct DeadLetters: CallCommand {
        static let configuration = Self.described(as: "dead-letters")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("limit", of: AdminDeadLetters.self)) var limit: Int?

        func call() -> AdminDeadLetters {
            AdminDeadLetters(limit: self.limit)
        }
    }

    /// Calls `admin.log_tail`.
    struct LogTail: CallCommand {
        static let configuration = Self.described(as: "log-tail")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("since", of: AdminLogTail.self)) var since: Seq?
        @Option(help: .parameter("limit", of: AdminLogTail.self)) var limit: Int?

        func call() -> AdminLogTail {
            AdminLogTail(since: self.since, limit: self.limit)
        }
    }
}
