// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What an edge has asked over one link and not been answered.
///
/// A question that was sent and whose answer was lost may have had its effect.
struct LinkRequests<Instant: InstantProtocol>: Sendable {
    typealias Answer = @Sendable (Result<LinkAnswerBody, RPCError>) -> Void

    /// A question that waits for its answer.
    struct Pending: Sendable {
        var question: LinkQuestion
        var deadline: Instant
        var answer: Answer
        /// Whether another core, which is lost, was asked before: it may have done what this one refuses.
        var wasAsked = false
        /// What has come of an answer that consists of entries.
        var entries: [LogEntry] = []

        /// What is answered when the core's own answer never comes.
        var loss: RPCError { self.question.mayHaveHappened ? .lostOnLink : .noLink }

        /// What is answered when the core fails.
        func failure(_ error: RPCError) -> RPCError { self.wasAsked ? self.loss : error }
    }

    private var last: Int64 = 0
    private var pending: [Int64: Pending] = [:]

    /// How many wait.
    var count: Int { self.pending.count }

    /// Notes a question that is about to be sent, and names it.
    mutating func asked(_ pending: Pending) -> Int64 {
        self.last += 1
        self.pending[self.last] = pending
        return self.last
    }

    /// Takes a question out: it is answered.
    mutating func answered(_ id: Int64) -> Pending? {
        self.pending.removeValue(forKey: id)
    }

    /// Notes a part of an answer; the question comes out with the last.
    mutating func answered(_ id: Int64, with entries: [LogEntry], hasMore: Bool) -> Pending? {
        self.pending[id]?.entries += entries
        return hasMore ? nil : self.pending.removeValue(forKey: id)
    }

    /// Those that wait for an answer, in the order in which they were asked.
    func waiting(where isMeant: (LinkQuestion) -> Bool) -> [(id: Int64, question: LinkQuestion)] {
        self.pending.filter { isMeant($0.value.question) }.sorted { $0.key < $1.key }.map {
            ($0.key, $0.value.question)
        }
    }

    /// Takes out those whose time is over.
    mutating func expired(at now: Instant) -> [Pending] {
        let due = self.pending.filter { $0.value.deadline <= now }
        for id in due.keys { self.pending[id] = nil }
        return due.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Takes out all of them, in the order in which they were asked: the link is lost.
    mutating func lost() -> [Pending] {
        defer { self.pending = [:] }
        return self.pending.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// What a question was answered with.
enum LinkAnswerBody: Sendable {
    case json(RawJSON)
    case entries([LogEntry])
}

extension LinkQuestion {
    /// Whether another core may be asked the same once more, and it has no other effect than to be asked once.
    var isRepeatable: Bool {
        switch self {
        case .entries, .attach, .replay, .count, .resolve, .signOut, .findMedia, .readMedia: true
        case .call(let call): call.key != nil
        // Presence is asked for after it has been told who is there, a link is given once, and an upload's parts go where
        // it began.
        case .beacon, .presence, .keep, .take, .upload, .part, .dropUpload: false
        }
    }

    /// Whether asking may have changed something.
    var mayHaveHappened: Bool {
        switch self {
        case .call, .beacon, .resolve, .keep, .take, .signOut, .upload: true
        case .entries, .attach, .replay, .count, .presence, .part, .dropUpload, .findMedia, .readMedia: false
        }
    }
}

extension RPCError {
    /// The core cannot be reached, and was not asked.
    static let noLink = RPCError(
        .unavailable,
        "the core cannot be reached now",
        data: Detail(isRetryable: true, retryAfterMilliseconds: 1000, outcome: Outcome.none)
    )

    /// The core was asked, and its answer did not come.
    static let lostOnLink = RPCError(
        .unavailable,
        "the core's answer was lost",
        data: Detail(isRetryable: true, retryAfterMilliseconds: 1000, outcome: .unknown)
    )
}
