// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Which of the tail's entries each audience key is named in, as ascending seqs.
///
/// Keys live in numbered slots, and what was filed is remembered by slot in one queue, so that dropping the oldest
/// entry needs no hashing and appending allocates nothing but the arrays' growth. A key without entries is forgotten.
package struct SeqIndex: Sendable {
    private struct Slot {
        var key: AudienceKey
        var list = SeqList()
    }

    private var slotOfKey: [AudienceKey: Int32] = [:]
    private var slots: ContiguousArray<Slot> = []
    private var free: ContiguousArray<Int32> = []
    private var filed = Ring<Int32>()

    package init() {}

    /// How many keys have at least one entry.
    package var keyCount: Int { self.slotOfKey.count }

    /// Files a seq above all others under some keys; returns under how many, repeats not counted.
    package mutating func append(_ seq: Seq, under keys: [AudienceKey]) -> Int {
        var count = 0
        for key in keys {
            let slot = self.slot(of: key)
            guard self.slots[Int(slot)].list.append(seq) else { continue }
            self.filed.append(slot)
            count += 1
        }
        return count
    }

    /// Drops the oldest entry, which was filed under that many keys.
    package mutating func removeFirst(filedUnder count: Int) {
        for _ in 0..<count {
            guard let slot = self.filed.popFirst() else { preconditionFailure("dropped more than was filed") }
            self.slots[Int(slot)].list.removeFirst()
            guard self.slots[Int(slot)].list.isEmpty else { continue }
            self.slotOfKey[self.slots[Int(slot)].key] = nil
            self.free.append(slot)
        }
    }

    /// The last entry that names a key.
    package func last(of key: AudienceKey) -> Seq? {
        self.slotOfKey[key].flatMap { self.slots[Int($0)].list.last }
    }

    /// What someone is entitled to in (cursor, end], as runs to merge.
    ///
    /// Only keys whose last entry is past the cursor are looked into.
    package func runs(for entitlements: Entitlements, after cursor: Seq, through end: Seq) -> ContiguousArray<SeqRun> {
        var runs: ContiguousArray<SeqRun> = []
        for membership in entitlements.memberships where membership.end > cursor + 1 && membership.begin <= end {
            guard let slot = self.slotOfKey[membership.key], let last = self.slots[Int(slot)].list.last, last > cursor
            else { continue }
            let first = max(membership.begin, cursor + 1)
            let latest = min(membership.end - 1, end)
            guard first <= latest, let run = self.slots[Int(slot)].list.run(in: first...latest) else { continue }
            runs.append(run)
        }
        return runs
    }

    private mutating func slot(of key: AudienceKey) -> Int32 {
        if let slot = self.slotOfKey[key] { return slot }
        let slot: Int32
        if let reused = self.free.popLast() {
            slot = reused
            self.slots[Int(slot)].key = key
        } else {
            slot = Int32(self.slots.count)
            self.slots.append(Slot(key: key))
        }
        self.slotOfKey[key] = slot
        return slot
    }
}
