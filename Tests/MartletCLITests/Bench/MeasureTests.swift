// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

@testable import martlet

@Suite struct MeasureTests {
    @Test(
        arguments: [
            ([], 0), ([3], 3), ([5, 1, 3], 3), ([4, 1, 2, 3], 2.5),
        ] as [([Double], Double)]
    )
    func `a median is the middle of what was measured`(_ values: [Double], _ median: Double) {
        #expect(Samples(values).median == median)
    }

    @Test func `latencies are told to three digits and never trap`() {
        var latencies = Latencies()
        #expect(latencies.milliseconds(at: 99) == 0)
        for millisecond in 1...100 { latencies.record(nanoseconds: UInt64(millisecond) * 1_000_000) }
        #expect(abs(latencies.milliseconds(at: 50) - 50) < 0.1)
        #expect(abs(latencies.milliseconds(at: 99) - 99) < 0.1)
        latencies.record(nanoseconds: .max)
        #expect(latencies.milliseconds(at: 100) >= 600_000)
    }

    @Test func `what is heard once and in order is clean`() {
        var check = DeliveryCheck()
        for number in 1...3 { check.received(number) }
        #expect(check.isClean)
        #expect(check.received == 3)
    }

    @Test func `a listener notices what was passed over and what came again`() {
        var check = DeliveryCheck()
        for number in [1, 2, 5, 5, 3, 6] { check.received(number) }
        #expect(check.received == 4)
        #expect(check.gaps == 2)
        #expect(check.duplicates == 2)
        #expect(!check.isClean)
    }

    @Test func `an outcome names everything that is not as it must be`() {
        var outcome = Outcome(expected: 10, received: 10)
        #expect(outcome.faults == [])
        outcome.received = 9
        outcome.gaps = 1
        outcome.absent = 2
        #expect(outcome.faults == ["9 of 10 deliveries", "1 passed over", "2 connections without a hello"])
    }

    @Test func `a schedule keeps its rate however late it is asked`() {
        var schedule = SendSchedule(perSecond: 10, count: 5, from: 1_000_000_000)
        #expect(schedule.due(at: 999_999_999) == 0)
        #expect(schedule.due(at: 1_000_000_000) == 1)
        #expect(schedule.next == 1_100_000_000)
        #expect(schedule.due(at: 1_050_000_000) == 0)
        #expect(schedule.due(at: 1_350_000_000) == 3)
        #expect(!schedule.isDone)
        #expect(schedule.due(at: 9_000_000_000) == 1)
        #expect(schedule.isDone)
    }

    @Test func `too few files for the connections asked for are refused with the limit`() {
        #expect(OpenFiles.problem(sockets: 800, limit: 1000) == nil)
        let problem = OpenFiles.problem(sockets: 10_000, limit: 1024)
        #expect(problem?.hasPrefix("connections: 10000 need 10200 open files, and the limit is 1024") == true)
        #expect(problem?.contains("ask for 824 at most") == true)
    }

    @Test(
        arguments: [
            (0, "0"), (0.054, "0.05"), (8.615, "8.62"), (45.92, "45.9"), (99.99, "100.0"), (2014.1, "2014"),
            (-1.5, "-1.50"),
        ] as [(Double, String)]
    )
    func `a figure is shown with the digits that mean something`(_ value: Double, _ text: String) {
        #expect(Measurement.text(value) == text)
    }

    @Test func `a report gathers the rounds of a figure, and whatever went wrong`() throws {
        var report = BenchReport(version: "1", rounds: 2)
        report.add([Reading(.processorPerSend, 3)], of: "send")
        report.add([Reading(.processorPerSend, 5)], of: "send")
        report.add([Reading(.processorPerSend, 9)], of: "channels")
        report.add(["1 of 2 deliveries"], of: "send", in: 2)
        #expect(report.measurements.map(\.samples) == [Samples([3, 5]), Samples([9])])
        #expect(report.faults == ["send, round 2: 1 of 2 deliveries"])
        let json = String(decoding: try WireEncoder().encode(report), as: UTF8.self)
        #expect(json.contains(#""scenario":"send","name":"server_us_per_send","unit":"µs","samples":{"median":4"#))
    }
}
