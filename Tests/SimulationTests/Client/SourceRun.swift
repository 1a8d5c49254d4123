// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting

/// One run of a source.
final class SourceRun {
    enum Kind {
        case streaming(Reconnection<ManualInstant>)
        case polling(LongPolling<ManualInstant>)
        case background(BackgroundPolling)
    }

    /// A socket as the client sees it.
    final class Socket {
        let edge: Edge
        let session: Session
        var toServer = SimulatedStream()
        var watch: SilenceWatch<ManualInstant>

        init(to edge: Edge, _ session: Session, at now: ManualInstant) {
            self.edge = edge
            self.session = session
            self.watch = SilenceWatch(startingAt: now)
        }
    }

    let number: Int
    var kind: Kind
    var socket: Socket?
    /// Whether the server has said hello on it.
    var isOpen = false
    /// Which request is awaited; the answer to an earlier one is not heard.
    var request = 0

    init(_ number: Int, _ kind: Kind) {
        self.number = number
        self.kind = kind
    }
}
