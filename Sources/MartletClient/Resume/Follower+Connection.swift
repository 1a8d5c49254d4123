// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

extension Follower {
    /// Hears one socket out, and drops it if it falls silent.
    mutating func attend(_ socket: Socket, _ handle: Handle) async throws -> End {
        let (clock, probes) = (self.clock, self.probes)
        let attention = Attention(startingAt: clock.now)
        let heard = try await withThrowingTaskGroup(of: Void.self, returning: End?.self) { group in
            group.addTask {
                while case .wait(let deadline) = attention.next(at: clock.now) {
                    try await clock.sleep(until: deadline, tolerance: nil)
                }
                socket.abort()
            }
            if let probes {
                group.addTask {
                    while !Task.isCancelled {
                        await probes.wait(until: nil, on: clock)
                        try Task.checkCancellation()
                        guard case .wait(let deadline) = attention.probed(at: clock.now) else { break }
                        socket.probe()
                        try await clock.sleep(until: deadline, tolerance: nil)
                        if case .dead = attention.next(at: clock.now) { break }
                    }
                    socket.abort()
                }
            }
            defer { group.cancelAll() }
            return try await self.listen(to: socket, attention, handle)
        }
        if case .dead = attention.next(at: clock.now) {
            return End(ending: .silent, reason: "nothing was heard for too long")
        }
        return heard ?? End(ending: .closed(.lost), reason: "the connection was lost")
    }

    /// Handles what a socket brings until it ends, or is ended; nil if it was cut off.
    private mutating func listen(
        to socket: Socket,
        _ attention: Attention<Time.Instant>,
        _ handle: Handle
    ) async throws -> End? {
        do {
            for await event in socket.events {
                attention.heard(at: self.clock.now)
                let end = try await self.handled(event, on: socket, attention, handle)
                attention.handled(at: self.clock.now)
                socket.handled()
                if let end { return end }
            }
        } catch {
            await socket.leave()
            throw error
        }
        if Task.isCancelled { await socket.leave() }
        return nil
    }

    private mutating func handled(
        _ event: SocketEvent,
        on socket: Socket,
        _ attention: Attention<Time.Instant>,
        _ handle: Handle
    ) async throws -> End? {
        switch event {
        case .closed(let code, let reason):
            return Self.end(code, reason)
        case .pong:
            return nil
        case .frame(.hello(let hello)):
            guard hello.version == 1 else {
                await socket.leave(with: .unsupportedVersion)
                return End(ending: .closed(.unsupportedVersion), reason: "the server speaks version \(hello.version)")
            }
            attention.allow(
                silence: hello.heartbeat.duration + hello.limits.heartbeatTimeout.duration,
                at: self.clock.now
            )
            try await self.opened(hello, handle)
            return nil
        case .frame(let frame):
            guard self.reception.position != nil else {
                await socket.leave(with: .protocolError)
                return End(ending: .closed(.protocolError), reason: "the server said something before its hello")
            }
            return try await self.handled(frame, on: socket, handle)
        }
    }

    private mutating func handled(_ frame: ServerFrame, on socket: Socket, _ handle: Handle) async throws -> End? {
        switch frame {
        case .event(let event):
            guard let seq = event.seq else {
                try await handle(.event(event, then: nil))
                return nil
            }
            guard self.reception.received(seq) else { return nil }
            var applied = self.reception
            applied.applied(seq)
            try await handle(.event(event, then: applied.resumePoint))
            self.reception = applied
            return nil
        case .ping(let ping):
            let before = self.reception.position
            guard !self.reception.pinged(ping) else { return try await self.tell(since: before, handle) }
            await socket.leave()
            return End(
                ending: .miscounted,
                reason: "the server counted \(ping.sent) events since its hello, and we did not"
            )
        case .draining(let delay):
            self.reconnection.draining(reconnectAfter: delay.duration)
            return nil
        case .epoch(let position):
            let before = self.reception.position
            self.reception.epochChanged(to: position)
            return try await self.tell(since: before, handle)
        case .tokenExpiring:
            await self.refreshToken(on: socket)
            return nil
        case .response, .hello:
            return nil
        }
    }

    private func tell(since before: Position?, _ handle: Handle) async throws -> End? {
        if let position = self.reception.position, position != before { try await handle(.advanced(to: position)) }
        return nil
    }

    private mutating func opened(_ hello: Hello, _ handle: Handle) async throws {
        self.reconnection.opened(at: self.clock.now)
        let isAsked = self.reception.resumePoint != nil || self.startSeq != nil
        self.startSeq = nil
        var opened = self.reception
        let opening = opened.opened(hello, isAsked: isAsked)
        try await handle(.connected(hello))
        let position = opened.position ?? Position(epoch: hello.epoch, seq: hello.seq)
        switch opening {
        case .goesOn: break
        case .begins: try await handle(.begins(at: position))
        case .resync(let reason): try await handle(.resync(reason, at: position))
        }
        // Only now: whoever is stopped before the application has loaded afresh must be told again.
        self.reception = opened
    }

    /// Shows a newer token if there is one; if not, the server closes with 3102 and the next dial asks again.
    private func refreshToken(on socket: Socket) async {
        guard self.identity.credentials.canRefresh,
            let token = try? await self.identity.credentials.token(for: .refresh)
        else { return }
        socket.send(.request(RPCRequest(id: .number(1), AuthRefresh(token: token))))
    }

    private static func end(_ code: CloseCode, _ reason: String) -> End {
        let hint = RetryHint(reason)?.delay
        let words =
            switch code {
            case .lost: "the connection was lost"
            case .noStatus: "the server closed the connection"
            case .normal, .goingAway, .serviceRestart: "the server goes away"
            case .tryAgainLater: "the server cannot serve now"
            case .heartbeatLost: "the server heard nothing from us"
            case .fellBehind: "we read too slowly"
            case .tokenExpired: "the token ended"
            case .rebalanced: "the server asks to connect anew"
            case .notAuthenticated: "not signed in"
            case .notYou: "signed in as somebody else"
            case .unknownUser: "there is no such user"
            case .tooManyConnections: "too many connections of this user"
            case .signedOut: "signed out"
            case .unsupportedVersion: "the server speaks another version"
            default: "the server closed the connection"
            }
        return End(ending: .closed(code, hint: hint), reason: "\(words) (\(code.rawValue))")
    }
}
