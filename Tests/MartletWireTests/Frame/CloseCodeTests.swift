// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// DESIGN 4.4 and R3-10: the range says whether to come back.
struct CloseCodeTests {
    @Test(arguments: [
        (1000, CloseReaction.reconnect), (1001, .reconnect), (1002, .retryOnce), (1003, .retryOnce),
        (1004, .reconnect), (1005, .reconnect), (1006, .reconnect), (1007, .retryOnce), (1008, .stop),
        (1009, .retryOnce), (1010, .reconnect), (1011, .stop), (1012, .reconnect), (1013, .reconnect),
        (1014, .reconnect), (1015, .reconnect), (2999, .reconnect), (3000, .reconnect), (3100, .reconnect),
        (3101, .reconnect), (3102, .refreshToken), (3103, .reconnect), (3999, .reconnect), (4000, .stop),
        (4001, .stop), (4003, .stop), (4004, .stop), (4009, .stop), (4010, .stop), (4026, .stop), (4999, .stop),
        (5000, .reconnect), (65_535, .reconnect),
    ])
    func `a code has one reaction`(code: Int, reaction: CloseReaction) {
        #expect(CloseCode(rawValue: UInt16(code)).reaction == reaction)
    }

    @Test func `the named codes are those of the table`() {
        let named: [CloseCode] = [
            .heartbeatLost, .fellBehind, .tokenExpired, .rebalanced, .notAuthenticated, .notYou, .unknownUser,
            .tooManyConnections, .signedOut, .unsupportedVersion,
        ]
        #expect(named.map(\.rawValue) == [3100, 3101, 3102, 3103, 4001, 4003, 4004, 4009, 4010, 4026])
    }
}
