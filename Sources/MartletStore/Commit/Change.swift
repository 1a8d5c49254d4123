// SPDX-License-Identifier: Apache-2.0

/// One effect that happens wholly or not at all.
///
/// Many changes share a transaction, and one which throws takes nothing else with it. The outcome is told only after the commit is durable.
package struct Change: Sendable {
    private let attempt: @Sendable (any StoreWriting) throws -> @Sendable (CommitFailure?) -> Void
    private let reject: @Sendable (any Error) -> Void
    /// The key of the call that caused it, repeated in every event it appends.
    package let cause: String?

    /// Creates a change.
    ///
    /// - Parameters:
    ///   - cause: The idempotency key of the call, if it has one.
    ///   - body: Makes the change; what it throws undoes it. It may run again, when another change failed or the disk
    ///     did, so it touches nothing but the transaction.
    ///   - completion: Told the outcome, on the committing thread: hand work on, never block.
    package init<Answer: Sendable>(
        cause: String? = nil,
        _ body: @escaping @Sendable (any StoreWriting) throws -> Answer,
        completion: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        self.cause = cause
        self.attempt = { transaction in
            let answer = try body(transaction)
            return { failure in completion(failure.map { .failure($0) } ?? .success(answer)) }
        }
        self.reject = { completion(.failure($0)) }
    }

    /// Makes the change; the returned closure tells the outcome of the commit.
    package func perform(in transaction: any StoreWriting) throws -> @Sendable (CommitFailure?) -> Void {
        try self.attempt(transaction)
    }

    /// Tells that the change was not made.
    package func fail(_ error: any Error) {
        self.reject(error)
    }
}
