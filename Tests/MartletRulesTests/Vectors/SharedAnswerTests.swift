// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

/// What an answer means for a durable call, here and in the browser module.
@Suite struct SharedAnswerTests {
    private struct Case: Decodable {
        struct Answer: Decodable {
            struct Failure: Decodable {
                var code: Int
                var data: RPCError.Detail
            }

            var status: Int?
            var retry_after_ms: Int64?
            var error: Failure?
            var fault: String?
        }

        var answer: Answer
        var role: String
        var outcome: String
        var category: String?
        var counts: Bool
        var outage: Bool
        var retry_after_ms: Int64
    }

    @Test func `answers`() throws {
        for expected in try SharedVectors.read("answers", as: Case.self) {
            let answer = try #require(Self.answer(expected.answer), "\(expected)")
            let role: OutboxRole = expected.role == "opens" ? .opens : expected.role == "closes" ? .closes : .standalone
            let (word, fault) = Self.words(for: DeliveryOutcome(answer, role: role))
            #expect(word == expected.outcome, "\(expected)")
            #expect(fault?.category.rawValue == expected.category, "\(expected)")
            #expect((fault?.countsAgainstItem ?? false) == expected.counts, "\(expected)")
            #expect((fault?.isOutage ?? false) == expected.outage, "\(expected)")
            #expect((fault?.retryAfter ?? .zero) == .milliseconds(expected.retry_after_ms), "\(expected)")
        }
    }

    private static func answer(_ given: Case.Answer) -> DeliveryAnswer? {
        if let status = given.status {
            return .status(status, retryAfter: given.retry_after_ms.map { .milliseconds($0) })
        }
        if let error = given.error {
            return .error(RPCError(.init(rawValue: error.code), "in the server's words", data: error.data))
        }
        return switch given.fault {
        case "unreachable": .fault(.unreachable)
        case "lost": .fault(.lost)
        case "timed_out": .fault(.timedOut)
        case "unreadable": .fault(.unreadable)
        default: nil
        }
    }

    private static func words(for outcome: DeliveryOutcome) -> (String, DeliveryFault?) {
        switch outcome {
        case .success: ("success", nil)
        case .skipped: ("skipped", nil)
        case .transient(let fault): ("transient", fault)
        case .authRequired: ("auth", nil)
        case .permanent(let fault): ("permanent", fault)
        case .unknown(let fault): ("unknown", fault)
        }
    }
}
