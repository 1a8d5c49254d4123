// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Where one account's outbox is kept.
///
/// Each function is one transaction: all of it happens or nothing does, and what it returned survives a loss of
/// power. Those that take a token refuse one that is not the newest (``OutboxError/Code/fenced``).
package protocol OutboxStorage: Sendable {
    /// Takes in items, in this order; each is decided by ``MartletRules/OutboxAdmission``.
    func enqueue(_ drafts: [OutboxDraft], at now: Timestamp) async throws(OutboxError) -> [OutboxAdmission]

    /// The items that wait or were in flight, in their order.
    func entries(after id: OutboxItemID) async throws(OutboxError) -> [OutboxEntry]

    /// Asks to send for the account.
    func requestLease(by owner: String, at now: Timestamp) async throws(OutboxError) -> OutboxLease.Grant

    /// Gives the lease back, if it is still the same.
    func release(_ lease: OutboxLease) async throws(OutboxError)

    /// Marks items as in flight and reads them, before they are sent; prolongs the lease.
    ///
    /// - Throws: ``OutboxError/Code/moved`` if one of them no longer waits.
    func claim(
        _ ids: [OutboxItemID],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError) -> [OutboxItem]

    /// Writes down what became of items; one that is no longer there is passed over.
    func settle(
        _ settlements: [Settlement],
        under lease: OutboxLease,
        at now: Timestamp
    ) async throws(OutboxError)

    /// What it holds, and what it had to refuse or give up.
    func totals() async throws(OutboxError) -> OutboxTotals

    /// The items that were given up, newest first.
    func deadLetters() async throws(OutboxError) -> [DeadLetter]

    /// Puts a dead letter back among those that wait, under its old key; an end that died with it comes along.
    ///
    /// - Throws: ``OutboxError/Code/notFound``, or ``OutboxError/Code/final`` if it must not be sent again.
    func retry(_ id: OutboxItemID, at now: Timestamp) async throws(OutboxError)

    /// Puts back what ``MartletRules/Revival`` says is tried again on an occasion, if that is anything new.
    ///
    /// - Returns: The first item that waits again; nil if none does.
    func revive(on occasion: Revival, at now: Timestamp) async throws(OutboxError) -> OutboxItemID?

    /// Removes a dead letter for good.
    ///
    /// - Throws: ``OutboxError/Code/notFound``.
    func discard(_ id: OutboxItemID) async throws(OutboxError)
}
