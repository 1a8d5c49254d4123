// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire

/// How a bench makes many calls before anything is measured.
protocol Founder: Sendable {
    /// Makes calls, in no certain order.
    /// - Returns: What each was answered, in the order of the calls.
    func call<Call: Mutation>(_ calls: [Call], as user: UserID) async throws -> [Call.Result]
}
