// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Synchronization

/// One person's credentials, from when they began to use the client until somebody else does.
///
/// What began under one identity ends under it: a request that is on its way while people change is not sent as the
/// next one.
final class Identity: Sendable {
    private struct Knowledge: Sendable {
        /// Who it is, as far as this client remembers.
        var user: UserID?
        /// Whether the server said so, or there is nothing for it to say.
        var isConfirmed = false
    }

    let credentials: Credentials
    private let knowledge: Mutex<Knowledge>

    init(_ credentials: Credentials, user: UserID? = nil) {
        self.credentials = credentials
        if case .developer(let developer) = credentials.kind {
            self.knowledge = Mutex(Knowledge(user: developer, isConfirmed: true))
        } else {
            self.knowledge = Mutex(Knowledge(user: user))
        }
    }

    /// Who it is, as far as this client remembers.
    var user: UserID? { self.knowledge.withLock { $0.user } }

    /// Takes in who used the client last; whatever is known already counts more.
    func remember(_ user: UserID?) {
        self.knowledge.withLock { $0.user = $0.user ?? user }
    }

    /// Who it is, in the server's own word.
    /// - Throws: ``/MartletWire/RPCError/Code/unauthenticated`` if it says another than is remembered.
    func user(askedOf caller: HTTPCaller) async throws(RPCError) -> UserID {
        let known = self.knowledge.withLock { $0 }
        if known.isConfirmed, let user = known.user { return user }
        let headers = try await self.credentials.headers(for: .use)
        let answer = try await caller.call(UserMe.name.rawValue, params: .emptyObject, headers: headers)
        guard let user = try? answer.decode(as: UserMe.Result.self).id else {
            throw RPCError(.internalError, "the server's answer is not one that this client understands")
        }
        guard user == known.user ?? user else {
            throw RPCError(.unauthenticated, "signed in as somebody else: switch users first")
        }
        self.knowledge.withLock { $0 = Knowledge(user: user, isConfirmed: true) }
        return user
    }
}
