// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// What remembers: data and log, changed together in one transaction.
///
/// There is one writer of a log at a time. Every implementation passes `StoreConformance`.
package protocol Store: Sendable {
    /// Queues a change; it shares one durable transaction with whatever else is waiting.
    ///
    /// Changes commit in the order of submission. Never blocks; may be called from any thread.
    func submit(_ change: Change)

    /// Reads one snapshot; nothing committed while `body` runs is seen by it.
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReading) throws -> Answer
    ) async throws -> Answer

    /// Reads one snapshot on the calling thread, which waits for it: for a thread that reads much, never an event loop.
    func readWaiting<Answer>(_ body: (any StoreReading) throws -> Answer) throws -> Answer

    /// Waits until every message whose commit was told before is in the search index.
    ///
    /// A commit may leave that for later: ask before the snapshot in which you search.
    /// - Throws: ``CommitFailure`` if the index cannot be written now; what is in it can be searched all the same.
    func settleSearch() async throws

    /// Where the log stands now, as of the last commit.
    var extent: LogSpan { get }

    /// Whether changes can be committed now.
    var health: StoreHealth { get }

    /// The other cores on this store, and whether this one leads them.
    var peers: StorePeers { get }

    /// Where the store keeps the bytes of uploads; nil if they are files beside it.
    var mediaContent: (any MediaContent)? { get }

    /// Looks at once for what other cores have committed, which a store also does by itself now and then.
    func lookAgain()

    /// Removes the oldest entries of the log as the policy says, in chunks, and returns how many went.
    func trim(_ policy: RetentionPolicy) async throws -> Int

    /// Writes a consistent copy beside running work; what it restores begins a new term when opened.
    func backUp(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws

    /// Commits what is waiting, then refuses further work.
    func close() async
}

/// Whether a store can commit.
package enum StoreHealth: Hashable, Sendable {
    /// The last commit succeeded.
    case writable
    /// Commits fail, for this reason in words for an operator; the store goes on trying.
    case failing(String)
    /// It was closed.
    case closed
}

extension Store {
    /// Runs a change and waits until it is durable.
    @discardableResult
    package func commit<Answer: Sendable>(
        cause: String? = nil,
        _ body: @escaping @Sendable (any StoreWriting) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            self.submit(Change(cause: cause, body) { continuation.resume(with: $0) })
        }
    }
}
