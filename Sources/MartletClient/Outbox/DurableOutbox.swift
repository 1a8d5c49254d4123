// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// An ``OutboxEngine`` on whatever clock.
package protocol DurableOutbox: Actor {
    /// Sends until the task is cancelled.
    func run() async
    /// Takes in an item, and waits a little for the server to have it.
    func deliver(
        _ draft: OutboxDraft,
        within budget: Duration,
        awaitingRetries: Bool
    ) async throws(OutboxError) -> Delivery
    /// How the outbox stands.
    func status() async throws(OutboxError) -> OutboxStatus
    /// Tells that items may be sent, or may not.
    func networkChanged(isOnline: Bool)
    /// Sends everything now.
    func flush()
    /// Sends nothing until ``thaw()``.
    func freeze()
    /// Sends again.
    func thaw()
    /// Tells that somebody signed in to this account.
    func signedIn() async
    /// Tells that somebody wishes it to try again.
    func encouraged() async
    /// Tells which release of the server answers.
    func served(by version: String) async
    /// The items that were given up, newest first.
    func deadLetters() async throws(OutboxError) -> [DeadLetter]
    /// Sends a dead letter once more, under its old key.
    func retry(_ id: OutboxItemID) async throws(OutboxError)
    /// Removes a dead letter for good.
    func discard(_ id: OutboxItemID) async throws(OutboxError)
    /// The items that wait or travel, in their order.
    func waiting() async throws(OutboxError) -> [OutboxEntry]
    /// Whether nothing is known to be in the way of a call.
    func mayCall() -> Bool
    /// Tells the server what was given up, and whether it heard.
    func report() async throws(OutboxError) -> Bool
}

extension OutboxEngine: DurableOutbox {}
