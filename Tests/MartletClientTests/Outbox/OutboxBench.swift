// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import Testing

/// What the outbox carries on this machine; run with `MARTLET_BENCH=1 swift test -c release --filter OutboxBench`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["MARTLET_BENCH"] != nil))
struct OutboxBench {
    @Test(arguments: [16, 128, 512])
    func `durable enqueues a second, from so many callers`(callers: Int) async throws {
        var limits = OutboxLimits()
        limits.items = 1_000_000
        let storage = try OutboxPlace().open().storage(for: "ann", limits: limits)
        let total = 20_000
        let took = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<callers {
                    group.addTask {
                        for number in stride(from: caller, to: total, by: callers) {
                            _ = try await storage.enqueue([.activity(number, lane: "lane \(caller)")], at: 0)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        print("\(callers) callers: \(Int(Double(total) / (took / .seconds(1)))) durable enqueues/s")
    }

    @Test func `items a second that are sent, acknowledged and settled`() async throws {
        var limits = OutboxLimits()
        limits.items = 1_000_000
        let storage = try OutboxPlace().open().storage(for: "ann", limits: limits)
        let total = 20_000
        _ = try await storage.enqueue((0..<total).map { .activity($0, lane: "lane \($0 % 500)") }, at: 0)
        let took = try await EngineRun.with(
            storage,
            SessionServer(),
            limits: limits,
            on: ContinuousClock()
        ) { engine in
            await engine.flush()
            return try await ContinuousClock().measure { try await EngineRun.drained(storage) }
        }
        print("\(Int(Double(total) / (took / .seconds(1)))) acknowledged/s")
    }
}
