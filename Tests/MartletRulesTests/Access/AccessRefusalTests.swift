// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct AccessRefusalTests {
    static let table: [(AccessRefusal, close: UInt16?, status: Int, code: RPCError.Code, retry: Bool)] = [
        (.notAuthenticated, 4001, 401, .unauthenticated, false),
        (.notYou, 4003, 403, .forbidden, false),
        (.outOfScope, 4003, 403, .forbidden, false),
        (.notOperator, 4003, 403, .forbidden, false),
        (.unknownUser, 4004, 403, .forbidden, false),
        (.signedOut, 4010, 401, .unauthenticated, false),
        (.disabled, 4010, 401, .unauthenticated, false),
        (.tokenExpired, 3102, 401, .unauthenticated, true),
        (.unavailable, 1013, 503, .unavailable, true),
        (.noSuchRoute, nil, 404, .notFound, false),
    ]

    @Test(arguments: table)
    func `each refusal closes, answers and may be retried as the protocol says`(
        refusal: AccessRefusal,
        close: UInt16?,
        status: Int,
        code: RPCError.Code,
        retry: Bool
    ) {
        #expect(refusal.closeCode?.rawValue == close)
        #expect(refusal.httpStatus == status)
        #expect(refusal.rpcError.code == code)
        #expect(refusal.rpcError.data.isRetryable == retry)
        #expect((refusal.challenge != nil) == (status == 401), "a 401 says how to sign in")
    }

    @Test func `the table has every refusal`() {
        #expect(Set(Self.table.map(\.0)) == Set(AccessRefusal.allCases))
    }

    @Test func `a call that could not be checked says that it had no effect`() {
        #expect(AccessRefusal.unavailable.rpcError.data.outcome == RPCError.Outcome.none)
    }
}
