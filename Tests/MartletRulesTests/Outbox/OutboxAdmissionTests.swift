// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct OutboxAdmissionTests {
    private func admission(
        _ role: OutboxRole = .standalone,
        _ urgency: OutboxUrgency = .critical,
        isKnown: Bool = false,
        stage: AggregateStage? = nil,
        items: Int = 0,
        bytes: Int = 0,
        weight: Int = 10
    ) throws -> OutboxAdmission {
        var totals = OutboxTotals()
        (totals.items, totals.bytes) = (items, bytes)
        let params = RawJSON(trusted: [UInt8](repeating: 0x31, count: weight))
        let draft = OutboxDraft(key: "k", lane: "l", method: "m", params: params, role: role, urgency: urgency)
        return OutboxAdmission(draft, isKnown: isKnown, stage: stage, totals: totals, limits: OutboxLimits())
    }

    @Test func `D27: 10,000 items wait, and the next is refused`() throws {
        #expect(try self.admission(items: 9999) == .queued)
        #expect(try self.admission(items: 10_000) == .full(limit: .items))
    }

    @Test func `D27: 64 MiB wait, and the next byte is refused`() throws {
        let limit = 64 * 1024 * 1024
        #expect(try self.admission(bytes: limit - 10) == .queued)
        #expect(try self.admission(bytes: limit - 9) == .full(limit: .bytes))
    }

    @Test func `D27: the last tenth is kept for what is critical`() throws {
        #expect(try self.admission(.standalone, .batched, items: 8999) == .queued)
        #expect(try self.admission(.standalone, .batched, items: 9000) == .full(limit: .items))
        #expect(try self.admission(.closes, .critical, stage: .open, items: 9000) == .queued)
    }

    @Test func `an item that the server would not take in one request is refused at once`() throws {
        #expect(try self.admission(weight: 1024 * 1024) == .full(limit: .itemBytes))
    }

    @Test func `R1-3: an end is queued whether or not the server has the beginning`() throws {
        for stage in [AggregateStage?.none, .opening, .open] {
            #expect(try self.admission(.closes, stage: stage) == .queued)
        }
    }

    @Test func `D32: the second end of a thing adds nothing`() throws {
        #expect(try self.admission(.closes, stage: .closing) == .duplicate)
        #expect(try self.admission(.closes, stage: .closed) == .duplicate)
    }

    @Test func `D29: an end whose beginning was given up inherits its fate`() throws {
        #expect(try self.admission(.closes, stage: .dead) == .inherits)
    }

    @Test func `R1-9: a key is queued once, even when there is no room`() throws {
        #expect(try self.admission(isKnown: true, items: 10_000) == .duplicate)
        #expect(try self.admission(.opens, stage: .opening) == .duplicate)
    }
}
