// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

extension Martlet {
    /// Lets somebody else use the client.
    ///
    /// What is followed for the one before stops, and their position is forgotten; what they have yet to send is kept,
    /// and goes out when they are back, under their credentials and nobody else's. The handler is told
    /// ``FeedUpdate/forget``, and then what the new person must load.
    /// - Parameters:
    ///   - credentials: Who uses it now.
    ///   - user: Their number; asked of the server if neither this nor the credentials say it.
    ///   - patience: How long to wait for the server's first word to them.
    /// - Throws: Why nobody knows who it is; ``/MartletWire/RPCError/Code/unauthenticated`` if the server does not want
    ///   them; ``/MartletWire/RPCError/Code/unavailable`` if its first word did not come in time, and may come later;
    ///   ``/MartletWire/RPCError/Code/conflict`` if another switch began.
    public func switchUser(
        to credentials: Credentials,
        as user: UserID? = nil,
        patience: Duration = .seconds(30)
    ) async throws(RPCError) {
        let identity = Identity(credentials.observed { [inlet] in inlet.tell(.tokenRenewed) }, user: user)
        let known = identity.user
        let person: UserID
        if let known { person = known } else { person = try await identity.user(askedOf: self.server.caller) }
        guard self.switches.isOpen else { return await self.replace(identity, person) }
        let change = UserSwitch(to: person, need: .fresh, patience: patience)
        let outcome = await self.switches.outcome(of: change) { self.inlet.tell(.userSwitch(change, identity)) }
        switch outcome {
        case .done: return
        case .superseded: throw RPCError(.conflict, "another user was switched to")
        case .failed(let fault): throw RPCError(.unauthenticated, fault.description)
        case .timedOut:
            throw RPCError(.unavailable, "the server's first word did not come in time", data: .init(isRetryable: true))
        case .closed: throw RPCError(.unavailable, "nothing is followed any more", data: .init(isRetryable: true))
        }
    }

    /// Switches while nothing is followed: the next to follow is the new person.
    private func replace(_ identity: Identity, _ user: UserID) async {
        let (account, before) = (Account(user, on: self.server.address.authority), try? await self.account())
        if let before, before != account {
            await self.outbox(of: before).freeze()
            try? await self.positions.forget(before)
        }
        self.become(identity)
        try? await self.positions.signedIn(account)
        await self.outbox(of: account).thaw()
        await self.outbox(of: account).signedIn()
    }
}
