// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct SourceVerdictTests {
    private typealias Rule = Reconnection<ManualInstant>

    private func verdict(_ ending: Rule.Ending) -> SourceVerdict {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        return SourceVerdict(ending, then: rule.ended(ending, at: 0, using: &chance))
    }

    @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1009, 1012, 2000, 3100, 3101, 3102, 3103, 5000] as [UInt16])
    func `a close after which the client comes back is an interruption (DESIGN 4.4)`(code: UInt16) {
        let code = CloseCode(rawValue: code)
        #expect(self.verdict(.closed(code, hint: .seconds(60))) == .interrupted(.closed(code)))
    }

    @Test(arguments: [1008, 1011, 4026] as [UInt16])
    func `a close that stops the socket leaves the poll (DESIGN 4.4)`(code: UInt16) {
        let code = CloseCode(rawValue: code)
        #expect(self.verdict(.closed(code)) == .blocked(.closed(code)))
    }

    @Test(arguments: [4000, 4001, 4003, 4004, 4009, 4010, 4999] as [UInt16])
    func `a close that refuses who comes leaves nothing (DESIGN 4.4)`(code: UInt16) {
        let code = CloseCode(rawValue: code)
        #expect(self.verdict(.closed(code)) == .halted(.closed(code)))
    }

    @Test func `what looks like our fault is an interruption once, and blocks the socket if it comes again`() {
        var rule = Rule()
        var chance = SeededGenerator(seed: 1)
        let verdicts = (0..<2).map { second in
            let ending = Rule.Ending.closed(.invalidPayload)
            return SourceVerdict(ending, then: rule.ended(ending, at: ManualInstant(.seconds(second)), using: &chance))
        }
        #expect(verdicts == [.interrupted(.closed(.invalidPayload)), .blocked(.closed(.invalidPayload))])
    }

    @Test func `1013 and 503 with a hint ask for rest, no longer than 300 s (2.6 directive)`() {
        let closed = SourceFault.closed(.tryAgainLater)
        #expect(self.verdict(.closed(.tryAgainLater, hint: .seconds(30))) == .directed(restFor: .seconds(30), closed))
        #expect(self.verdict(.closed(.tryAgainLater, hint: .seconds(999))) == .directed(restFor: .seconds(300), closed))
        let refused = SourceFault.refused(.unavailable)
        #expect(
            self.verdict(.refused(status: 503, hint: .seconds(30))) == .directed(restFor: .seconds(30), refused)
        )
    }

    @Test func `without a hint, or with a short one, or another status, they are interruptions (2.6 directive)`() {
        let closed = SourceFault.closed(.tryAgainLater)
        #expect(self.verdict(.closed(.tryAgainLater)) == .interrupted(closed))
        #expect(self.verdict(.closed(.tryAgainLater, hint: .zero)) == .interrupted(closed))
        #expect(self.verdict(.closed(.tryAgainLater, hint: .milliseconds(4999))) == .interrupted(closed))
        let limited = RefusalStatus(rawValue: 429)
        #expect(self.verdict(.refused(status: 429, hint: .seconds(60))) == .interrupted(.refused(limited)))
    }

    @Test(arguments: [408, 425, 429, 500, 502, 504])
    func `a refused upgrade that may pass is an interruption (2.6)`(status: Int) {
        #expect(self.verdict(.refused(status: status)) == .interrupted(.refused(RefusalStatus(rawValue: status))))
    }

    @Test(arguments: [301, 400, 401, 403, 404, 426])
    func `a refused upgrade that may not pass blocks the socket, since the server itself refuses none (2.6)`(
        status: Int
    ) {
        #expect(self.verdict(.refused(status: status)) == .blocked(.refused(RefusalStatus(rawValue: status))))
    }

    @Test func `what is lost, silent or unreachable is the network's, and a wrong count is bad data (2.6)`() {
        #expect(self.verdict(.closed(.lost)) == .interrupted(.network))
        #expect(self.verdict(.silent) == .interrupted(.network))
        #expect(self.verdict(.unreachable) == .interrupted(.network))
        #expect(self.verdict(.miscounted) == .interrupted(.invalidData))
    }

    @Test func `a fault is told in fixed words with a number at most (R2-5, R2-17)`() {
        let faults: [SourceFault] = [
            .network, .refused(RefusalStatus(rawValue: 502)), .closed(.signedOut), .invalidData, .store, .unknown,
        ]
        #expect(
            faults.map(\.description) == [
                "the network failed", "the server answered HTTP 502", "the server closed the connection with 4010",
                "the server sent something that is not understood", "the events could not be stored",
                "something failed",
            ]
        )
    }
}
