// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
package import NIOCore

/// What a client says on its socket.
extension SocketConnection {
    package func received(text: ByteBuffer) {
        let bytes = [UInt8](buffer: text)
        guard let caller = self.caller else {
            self.receivedFirst(bytes)
            return
        }
        if let refusal = self.context.access.refusal(of: caller, at: self.context.clock()) {
            self.close(refusal.closeCode ?? .notAuthenticated, reason: "")
            return
        }
        switch Utterance(bytes) {
        case .call: self.forward(bytes, for: caller)
        case .ownCall: self.carryOut(bytes, for: caller)
        case .control: self.receivedControl(bytes)
        }
    }

    /// Before anyone is signed in only `open` is understood.
    private func receivedFirst(_ bytes: [UInt8]) {
        guard case .awaitingOpen(let path) = self.request.admission, self.openDeadline != nil else { return }
        self.openDeadline?.cancel()
        self.openDeadline = nil
        var token: Secret?
        if case .open(let text) = try? WireDecoder().decode(ClientFrame.self, from: bytes) { token = Secret(text) }
        self.decide(path, token)
    }

    func openTimedOut() {
        guard case .awaitingOpen(let path) = self.request.admission, self.openDeadline != nil else { return }
        self.openDeadline = nil
        self.decide(path, nil)
    }

    private func decide(_ path: PathUser, _ token: Secret?) {
        let bound = NIOLoopBound(self, eventLoop: self.shard.eventLoop)
        let context = self.context
        let inbox = self.shard.inbox
        context.tasks.run {
            let decision = await context.access.decision(opening: path, with: token, at: context.clock())
            inbox?.post { _ in bound.value.decided(decision) }
        }
    }

    private func decided(_ decision: AccessDecision) {
        self.releasePendingOpen()
        guard self.socket != nil else { return }
        switch decision {
        case .allow(let caller?): self.attach(as: caller)
        case .refuse(let refusal):
            self.close(refusal.closeCode ?? .notAuthenticated, reason: "")
        case .allow(nil), .awaitOpen: self.close(.notAuthenticated, reason: "")
        }
    }

    private func receivedControl(_ bytes: [UInt8]) {
        switch try? WireDecoder().decode(ClientFrame.self, from: bytes) {
        case .pong, .open: break
        case .activity(let isActive): self.setActive(isActive)
        case .request, nil: self.forwardUnread(bytes)
        }
    }

    /// Whatever is not a frame of ours is answered as the broken request that it is.
    private func forwardUnread(_ bytes: [UInt8]) {
        guard let caller = self.caller else { return }
        self.forward(bytes, for: caller)
    }

    private func setActive(_ isActive: Bool) {
        guard let session = self.session, session.isActive != isActive else { return }
        session.isActive = isActive
        if isActive, session.isLive { self.shard.sendPresence(to: session) }
    }

    // MARK: - Calls

    private func forward(_ body: [UInt8], for caller: Caller, then done: ((SocketConnection) -> Void)? = nil) {
        self.outstanding += 1
        self.paceReading()
        let bound = NIOLoopBound((self, done), eventLoop: self.shard.eventLoop)
        let inbox = self.shard.inbox
        self.context.link.call(ForwardedCall(caller: caller, body: body)) { answer in
            inbox?.post { _ in
                bound.value.0.answered(answer)
                bound.value.1?(bound.value.0)
            }
        }
    }

    private func answered(_ answer: Result<[UInt8]?, RPCError>) {
        defer { self.settled() }
        switch answer {
        case .success(nil): return
        case .success(let body?): self.say(ServerFrameWriter.text(ByteBuffer(bytes: body)))
        case .failure(let error):
            let response = RPCResponse(id: .null, .failure(error))
            self.say(ServerFrameWriter.text(ByteBuffer(bytes: (try? WireEncoder().encode(response)) ?? [])))
        }
        if let session = self.session { self.shard.markDirty(session) }
    }

    /// Calls that are about this very connection: the edge sees to them beside the core's answer.
    private func carryOut(_ bytes: [UInt8], for caller: Caller) {
        guard case .single(let request) = try? RPCBody(decoding: bytes, methods: .standard, limits: self.context.limits)
        else {
            self.forward(bytes, for: caller)
            return
        }
        switch try? request.call.get() {
        case let watch as PresenceWatch:
            self.forward(bytes, for: caller) { connection in
                guard let session = connection.session else { return }
                connection.shard.watch(watch.userIDs, for: session)
            }
        case let refresh as AuthRefresh:
            self.refresh(caller, refresh, id: request.id)
        default:
            self.forward(bytes, for: caller)
        }
    }

    private func refresh(_ caller: Caller, _ refresh: AuthRefresh, id: RPCID?) {
        let bound = NIOLoopBound(self, eventLoop: self.shard.eventLoop)
        let context = self.context
        let inbox = self.shard.inbox
        context.tasks.run {
            let outcome: Result<Caller, RPCError>
            do throws(AccessRefusal) {
                let token = Secret(refresh.token)
                outcome = .success(try await context.access.renewed(caller, by: token, at: context.clock()))
            } catch {
                outcome = .failure(error.rpcError)
            }
            inbox?.post { _ in bound.value.refreshed(outcome, id: id) }
        }
    }

    private func refreshed(_ outcome: Result<Caller, RPCError>, id: RPCID?) {
        if case .success(let caller) = outcome { self.become(caller) }
        guard let id else { return }
        let result = outcome.flatMap { caller -> Result<[UInt8], RPCError> in
            let now = self.context.clock()
            let left = caller.expiresAt.map { Milliseconds(rawValue: $0.rawValue - now.rawValue) }
            let result = AuthRefresh.Result(userID: caller.userID, expiresIn: left)
            return .success((try? WireEncoder().encode(result)) ?? [])
        }
        self.say(ServerFrameWriter.text(ByteBuffer(bytes: ResponseBytes.encode(id: id, result))))
        self.flush()
    }
}
