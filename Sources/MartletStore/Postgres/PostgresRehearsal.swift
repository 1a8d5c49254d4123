// SPDX-License-Identifier: Apache-2.0

#if Postgres
    package import MartletWire

    /// Tries changes without a database, to find out what they ask first: the questions of a whole batch then travel
    /// together.
    ///
    /// Nothing is stored under any key here, which is so for nearly every call; any other question ends the rehearsal.
    package final class PostgresRehearsal: PostgresReading {
        package let now: Timestamp
        package let limits: Limits
        package let isLeading: Bool
        package var draft = LogDraft(after: 0)
        /// What was asked, each question once.
        private(set) var questions: [PostgresQuestion] = []
        private var asked: Set<PostgresQuestion> = []

        init(at now: Timestamp, limits: Limits, isLeading: Bool) {
            self.now = now
            self.limits = limits
            self.isLeading = isLeading
        }

        func rehearse(_ change: Change) {
            self.draft = LogDraft(after: 0)
            _ = self.draft.begin(change.cause)
            _ = try? change.perform(in: self)
        }

        /// What comes next depends on an answer.
        private struct Unanswered: Error {}

        private func note(_ sql: String, _ arguments: PostgresArguments) {
            let question = PostgresQuestion(sql, arguments)
            if self.asked.insert(question).inserted { self.questions.append(question) }
        }
    }

    extension PostgresRehearsal: SQLWriting {
        package func ask(_ sql: String, _ arguments: PostgresArguments) throws -> [PostgresRow] {
            self.note(sql, arguments)
            throw Unanswered()
        }

        package func row(under key: RowKey, _ sql: String, _ arguments: PostgresArguments) -> PostgresRow? {
            self.note(sql, arguments)
            return nil
        }

        package func change(_ sql: String, _ arguments: PostgresArguments) throws -> Int { throw Unanswered() }
        package func add(_ sql: String, _ arguments: PostgresArguments) throws -> Int64 { throw Unanswered() }
        package func execute(_ sql: String, _ arguments: PostgresArguments) {}
        package func added(_ key: RowKey) {}
        package func takeLog() {}
        package func note(_ note: PeerNote) {}
        package func indexText(of message: Message, in workspace: WorkspaceID) {}
        package func replaceIndexed(_ message: Message, with body: String, in workspace: WorkspaceID) {}
        package func tidySearch(beginning isFirst: Bool) -> Bool { false }
        package func hasContent(of stored: StoredMedia) throws -> Bool { throw Unanswered() }
    }
#endif
