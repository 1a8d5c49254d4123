// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletServer
import MartletWire

/// Calls a running server, a few calls at a time.
struct RemoteFounder: Founder {
    private static let width = 16

    let server: String

    func call<Call: Mutation>(_ calls: [Call], as user: UserID) async throws -> [Call.Result] {
        let martlet = try Martlet(server: self.server, credentials: .developer(user))
        return try await withThrowingTaskGroup(of: (Int, Call.Result).self) { group in
            var answers: [Int: Call.Result] = [:]
            for (index, call) in calls.enumerated() {
                if index >= Self.width, let (done, answer) = try await group.next() { answers[done] = answer }
                group.addTask { (index, try await martlet.call(call)) }
            }
            for try await (done, answer) in group { answers[done] = answer }
            return calls.indices.compactMap { answers[$0] }
        }
    }
}
