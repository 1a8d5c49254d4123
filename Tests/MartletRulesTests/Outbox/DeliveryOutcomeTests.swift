// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct DeliveryOutcomeTests {
    private func outcome(_ status: Int, role: OutboxRole = .standalone) -> DeliveryOutcome {
        DeliveryOutcome(.status(status), role: role)
    }

    private func outcome(_ code: RPCError.Code, _ data: RPCError.Detail = .init()) -> DeliveryOutcome {
        DeliveryOutcome(.error(RPCError(code, "Bearer s3cret of ann@example.org", data: data)), role: .standalone)
    }

    @Test(arguments: [408, 425, 429, 502, 503, 504, 511, 301, 302, 100])
    func `4.5, D16, R1-6: what says nothing of the item is tried again and never counts`(status: Int) {
        switch self.outcome(status) {
        case .transient(let fault), .unknown(let fault): #expect(!fault.countsAgainstItem)
        case let other: Issue.record("\(other)")
        }
    }

    @Test(arguments: [500, 501, 505, 507, 599])
    func `R1-8, D13: a server error that was answered is tried again and counts`(status: Int) {
        guard case .unknown(let fault) = self.outcome(status) else {
            Issue.record("not tried again")
            return
        }
        #expect(fault.countsAgainstItem)
        #expect(fault.code == status)
    }

    @Test(arguments: [400, 403, 404, 405, 409, 410, 413, 415, 422, 428, 451])
    func `R1-7: no other answer in the 400s is tried again`(status: Int) {
        guard case .permanent(let fault) = self.outcome(status) else {
            Issue.record("tried again")
            return
        }
        #expect(fault.code == status)
    }

    @Test func `D15: 401 waits for credentials and 403 ends the item`() {
        #expect(self.outcome(401) == .authRequired)
        #expect(self.outcome(403) == .permanent(DeliveryFault(.forbidden, code: 403)))
        #expect(self.outcome(.unauthenticated) == .authRequired)
        #expect(self.outcome(.forbidden) == .permanent(DeliveryFault(.forbidden, code: -32003)))
    }

    @Test func `4.5, D32: a conflict in answer to an end is success, and to anything else is not`() {
        #expect(self.outcome(409, role: .closes) == .success(nil))
        let conflict = DeliveryAnswer.error(RPCError(.conflict, "ended already"))
        #expect(DeliveryOutcome(conflict, role: .closes) == .success(nil))
        for role in [OutboxRole.standalone, .opens] {
            #expect(DeliveryOutcome(conflict, role: role) == .permanent(DeliveryFault(.conflict, code: -32009)))
            #expect(self.outcome(409, role: role) == .permanent(DeliveryFault(.conflict, code: 409)))
        }
    }

    @Test func `ruling D15: our protocol's codes count as the statuses they stand for`() {
        #expect(self.outcome(.internalError) == .unknown(DeliveryFault(.serverError, code: -32603)))
        #expect(
            self.outcome(.rateLimited, .init(retryAfterMilliseconds: 1500))
                == .transient(DeliveryFault(.throttled, code: -32029, retryAfter: .milliseconds(1500)))
        )
        #expect(
            self.outcome(.unavailable, .init(outcome: RPCError.Outcome.none))
                == .transient(DeliveryFault(.unavailable, code: -32050))
        )
        #expect(
            self.outcome(.unavailable, .init(outcome: .unknown)) == .unknown(DeliveryFault(.unavailable, code: -32050))
        )
    }

    @Test(arguments: [
        RPCError.Code.parseError, .invalidRequest, .methodNotFound, .invalidParams, .notFound, .conflict, .tooLarge,
    ])
    func `R1-7: our protocol's refusals are final`(code: RPCError.Code) {
        guard case .permanent = self.outcome(code) else {
            Issue.record("tried again")
            return
        }
    }

    @Test func `a code of a later release is believed about trying again, but not without end`() {
        let code = RPCError.Code(rawValue: -32077)
        guard case .unknown(let fault) = self.outcome(code, .init(isRetryable: true)) else {
            Issue.record("not tried again")
            return
        }
        #expect(fault.countsAgainstItem)
        #expect(self.outcome(code) == .permanent(DeliveryFault(.invalid, code: -32077)))
    }

    @Test func `D14: faults of the network are tried again, and only an unreachable server surely did nothing`() {
        func outcome(_ fault: DeliveryAnswer.TransportFault) -> DeliveryOutcome {
            DeliveryOutcome(.fault(fault), role: .standalone)
        }
        #expect(outcome(.unreachable) == .transient(DeliveryFault(.unreachable)))
        #expect(outcome(.lost) == .unknown(DeliveryFault(.connectionLost)))
        #expect(outcome(.timedOut) == .unknown(DeliveryFault(.timeout)))
        #expect(outcome(.unreadable) == .unknown(DeliveryFault(.foreignAnswer)))
    }

    @Test func `D30: nothing that the server wrote is left in a fault`() {
        for code in [RPCError.Code.invalidParams, .internalError, .unavailable, .forbidden, .rateLimited] {
            let outcome = self.outcome(code, .init(field: "ann@example.org"))
            #expect(!"\(outcome)".contains("s3cret"))
            #expect(!"\(outcome)".contains("ann@"))
        }
    }
}
