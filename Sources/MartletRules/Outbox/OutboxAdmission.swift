// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// Whether a new item is taken in.
///
/// Decided inside the transaction that stores it, so that two processes cannot both take the last place.
package enum OutboxAdmission: Hashable, Sendable {
    /// It waits for its turn.
    case queued
    /// It was queued before under this key, or its lane has its end already: nothing is added.
    case duplicate
    /// It ends something whose beginning was given up, so it is given up with it.
    case inherits
    /// There is no room: try again when some have been sent.
    case full(limit: Limit)

    /// What there is no room for.
    package enum Limit: String, Hashable, Sendable {
        case items
        case bytes
        case itemBytes = "item_bytes"
    }

    /// Decides for a draft.
    ///
    /// - Parameters:
    ///   - draft: What is to be queued.
    ///   - isKnown: Whether an item with its key is stored, in whatever state.
    ///   - stage: What became of the lane's thing so far.
    ///   - totals: What waits already.
    ///   - limits: What may wait.
    package init(
        _ draft: OutboxDraft,
        isKnown: Bool,
        stage: AggregateStage?,
        totals: OutboxTotals,
        limits: OutboxLimits
    ) {
        guard !isKnown else {
            self = .duplicate
            return
        }
        switch (draft.role, stage) {
        case (.closes, .closing), (.closes, .closed), (.opens, .some): self = .duplicate
        case (.closes, .dead): self = .inherits
        case (.closes, .opening), (.closes, .open), (.closes, .none), (.opens, .none), (.standalone, _):
            self = Self.room(for: draft, beside: totals, limits)
        }
    }

    private static func room(
        for draft: OutboxDraft,
        beside totals: OutboxTotals,
        _ limits: OutboxLimits
    ) -> OutboxAdmission {
        let bytes = draft.params.bytes.count
        guard bytes <= limits.itemBytes else { return .full(limit: .itemBytes) }
        let (mostItems, mostBytes): (Int, Int) =
            switch draft.urgency {
            case .critical: (limits.items, limits.bytes)
            case .batched: (limits.batchedItems, limits.batchedBytes)
            }
        guard totals.items < mostItems else { return .full(limit: .items) }
        guard totals.bytes + bytes <= mostBytes else { return .full(limit: .bytes) }
        return .queued
    }
}
