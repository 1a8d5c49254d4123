// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
package import MartletWire

extension Core {
    /// Ends what a closing page's token covers, and nothing else: whoever shows the token need not be signed in.
    ///
    /// - Parameters:
    ///   - beacon: What the page said.
    ///   - answer: Told what is over now, or `unauthenticated` for a token that is not good, and `forbidden` for one
    ///     that covers none of the sessions.
    package func beacon(_ beacon: SessionBeacon, _ answer: @escaping LinkAnswer<SessionBeacon.Answer>) {
        self.tasks.run {
            do {
                try beacon.validate(within: self.settings.limits)
                answer(.success(try await self.carryOut(beacon)))
            } catch {
                answer(.failure(RPCError(carryingOut: error, logger: self.logger)))
            }
        }
    }

    private func carryOut(_ beacon: SessionBeacon) async throws -> SessionBeacon.Answer {
        guard let claim = BeaconSeal.Claim(beacon.token) else { throw RPCError.badBeacon }
        // Looked at before it is anybody's turn to write, so that forged tokens keep nobody waiting.
        let known = try await self.store.read { snapshot in
            (try snapshot.workSession(claim.session), try snapshot.beaconSecret(of: claim.session))
        }
        guard case (let session?, let secret?) = known, BeaconSeal(session.id, secret: secret).covers(claim) else {
            throw RPCError.badBeacon
        }
        let standing = self.standing(of: session.userID)
        let ends = beacon.sessions.filter { $0.localID == session.localID }
        return try await self.store.commit { transaction in
            let bearer = Caller(userID: session.userID, issuedAt: claim.issuedAt, expiresAt: claim.end)
            guard bearer.refusal(standing: standing, isSignedOut: false, at: transaction.now) == nil else {
                throw RPCError.badBeacon
            }
            guard let end = ends.first, let session = try transaction.workSession(claim.session) else {
                throw RPCError.forbidden("the token covers none of these sessions")
            }
            let workEnd = WorkEnd(
                of: session.startedAt,
                endedAt: end.endedAt,
                duration: end.duration,
                reason: .closed,
                at: transaction.now
            )
            try transaction.end(session, with: workEnd)
            return SessionBeacon.Answer(ended: [session.localID])
        }
    }
}

extension RPCError {
    /// In the same words whatever is wrong with it.
    fileprivate static var badBeacon: Self {
        Self(.unauthenticated, "this token is no session's, or is good no longer", data: Detail(field: "token"))
    }
}
