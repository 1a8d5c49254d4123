// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import Synchronization

/// Opens sockets to a ``PretendServer``.
struct PretendDialer: SocketDialer {
    let server: PretendServer

    func dial(
        _ path: String,
        headers: [(name: String, value: String)]
    ) async throws(DialFailure) -> DialOutcome {
        let line = self.server.state.withLock { state -> PretendLine? in
            guard state.isReachable else { return nil }
            state.lastLine += 1
            let number = state.lastLine
            let line = PretendLine { [weak server = self.server] in
                server?.state.withLock { _ = $0.lines.removeValue(forKey: number) }
            }
            state.lines[number] = line
            state.greet(line, self.server.user, on: path)
            return line
        }
        guard let line else { throw DialFailure(reason: "the test says so") }
        return .open(line.socket)
    }
}

extension PretendServer.State {
    /// Says hello, and what was missed.
    func greet(_ line: PretendLine, _ user: UserID, on path: String) {
        var limits = Limits.standard
        // A test's clock moves in leaps, and there is nobody to be silent.
        limits.heartbeat = 1_000_000_000
        var hello = Hello(
            userID: user,
            connectionID: ConnectionID(rawValue: "pretend"),
            position: Position(epoch: self.epoch, seq: self.head),
            serverTime: 0,
            limits: limits
        )
        switch self.start(of: path, seq: "resume_from") {
        case .live:
            line.say(.hello(hello))
        case .resync(let reason):
            hello.resync = reason
            line.say(.hello(hello))
        case .replay(let frames):
            hello.resume(from: frames.first?.seq.map { $0 - 1 } ?? self.head, replaying: frames.count)
            line.say(.hello(hello))
            for frame in frames { line.say(frame) }
        }
    }
}

/// One socket to a ``PretendServer``.
final class PretendLine: SocketLine {
    private let inflow = Inflow()
    private let left: @Sendable () -> Void

    init(_ left: @escaping @Sendable () -> Void) {
        self.left = left
    }

    var socket: Socket { Socket(self, inflow: self.inflow) }

    func say(_ frame: ServerFrame) {
        self.inflow.arrived(.frame(frame))
    }

    func say(_ frame: EventFrame) {
        self.say(.event(frame))
    }

    func end(_ code: CloseCode) {
        self.inflow.arrived(.closed(code, reason: ""))
        self.inflow.ended()
    }

    func read() {}

    func send(_ frame: ClientFrame) {}

    func probe() {
        self.inflow.arrived(.pong)
    }

    func leave(with code: CloseCode) async {
        self.abort()
    }

    func abort() {
        self.left()
        self.inflow.ended()
    }
}
