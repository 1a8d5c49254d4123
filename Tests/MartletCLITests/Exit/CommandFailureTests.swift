// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletServer
import MartletStore
import MartletWire
import Testing

@testable import martlet

@Suite struct CommandFailureTests {
    @Test(arguments: [
        (RPCError.Code.invalidParams, 65), (.parseError, 65), (.invalidRequest, 65), (.methodNotFound, 65),
        (.tooLarge, 65),
        (.unauthenticated, 77), (.forbidden, 77), (.notFound, 66), (.conflict, 73), (.rateLimited, 75),
        (.unavailable, 69),
        (.internalError, 70), (RPCError.Code(rawValue: -32099), 70),
    ])
    func `what a server refuses is an exit status`(code: RPCError.Code, status: Int) {
        #expect(CommandFailure(RPCError(code, "m") as any Error)?.status.rawValue == Int32(status))
    }

    @Test(arguments: [
        (CloseCode.notAuthenticated, 77), (.notYou, 77), (.signedOut, 77), (.tokenExpired, 77), (.policyViolation, 77),
        (.unknownUser, 66), (.tooManyConnections, 75), (.unsupportedVersion, 76), (.protocolError, 76),
        (.internalError, 70),
        (CloseCode(rawValue: 4999), 69),
    ])
    func `why a stream ended is an exit status`(code: CloseCode, status: Int) {
        #expect(CommandFailure(StreamError("m", closeCode: code) as any Error)?.status.rawValue == Int32(status))
    }

    @Test func `settings that cannot work are 78, a store in use is 75, a database that may come back is 69`() {
        #expect(CommandFailure(ConfigurationError("port", "m") as any Error)?.status == .configuration)
        #expect(CommandFailure(StoreError(.inUse, "m") as any Error)?.status == .tryAgain)
        #expect(CommandFailure(StoreError(.corrupt, "m") as any Error)?.status == .configuration)
        #expect(CommandFailure(StoreError(.unreachable, "m") as any Error)?.status == .unavailable)
    }

    @Test func `what is ours to report is not left to the parser, and the reverse`() {
        struct Other: Error {}
        #expect(CommandFailure(Other()) == nil)
    }

    @Test func `a person is told the field, the wait and the revision`() {
        let field = RPCError.invalid("limit", "1 to 200", limit: 200)
        #expect(CommandFailure(field).message == "limit: 1 to 200")
        let wait = RPCError(.rateLimited, "too fast", data: .init(isRetryable: true, retryAfterMilliseconds: 1500))
        #expect(CommandFailure(wait).message == "too fast\ntry again in 1500ms")
        let conflict = RPCError(.conflict, "changed", data: .init(currentRevision: 7))
        #expect(CommandFailure(conflict).message == "changed\nthe revision is now 7")
    }

    @Test func `only a change may have happened all the same`() {
        let lost = RPCError(.unavailable, "no answer", data: .init(isRetryable: true, outcome: .unknown))
        #expect(CommandFailure(lost, changing: true).message.contains("--idempotency-key"))
        #expect(!CommandFailure(lost, changing: false).message.contains("--idempotency-key"))
    }

    @Test func `the help lists every exit status`() {
        let help = MartletCommand.helpMessage()
        for status in ExitStatus.allCases { #expect(help.contains("\(status.rawValue)  ")) }
    }
}
