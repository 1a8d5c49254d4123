// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// One connection as the simulated edge sees it: a socket, or a poll that waits for its answer.
final class Session {
    enum Phase {
        case attaching
        case behind(replayEnd: Seq)
        case live
        case closed
    }

    enum Kind {
        case socket
        case poll(answer: (PollOutcome) -> Void)
    }

    let id: Int
    let client: Client
    let kind: Kind
    var phase = Phase.attaching
    var cursor: Seq = 0
    var sent = 0
    var epoch: Epoch?
    var seat: HeartbeatSeat?
    var isFetching = false
    /// What a poll has gathered so far.
    var page = LongPollPage(epoch: Epoch(rawValue: ""), seq: 0, events: [])
    var gathered: [LogEntry] = []
    var isOutOfTime = false
    /// Takes frames to the client's end.
    var toClient = SimulatedStream()
    var deliver: (Frame) -> Void = { _ in }

    init(id: Int, of client: Client, kind: Kind) {
        self.id = id
        self.client = client
        self.kind = kind
    }

    var user: UserID { self.client.user }
    var isLive: Bool { if case .live = self.phase { true } else { false } }
    var isClosed: Bool { if case .closed = self.phase { true } else { false } }
    var isAttaching: Bool { if case .attaching = self.phase { true } else { false } }
}

/// How a poll is answered.
enum PollOutcome {
    case page(LongPollPage, [LogEntry])
    case refused(RefusalStatus, hint: Duration?)
}
