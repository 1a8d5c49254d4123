// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Synchronization

/// Shares one connection's ``MartletRules/SilenceWatch`` between whoever hears frames and whoever waits for silence.
///
/// While a frame is being handled nothing can be heard, and that is not the server's silence.
final class Attention<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private struct State: Sendable {
        var watch: SilenceWatch<Instant>
        var isBusy = false
    }

    private let state: Mutex<State>

    init(startingAt now: Instant) {
        self.state = Mutex(State(watch: SilenceWatch(startingAt: now)))
    }

    /// Takes the silence that the server's own rhythm allows.
    func allow(silence: Duration, at now: Instant) {
        self.state.withLock { $0.watch = SilenceWatch(silence: max(silence, .seconds(1)), startingAt: now) }
    }

    func heard(at now: Instant) {
        self.state.withLock { state in
            state.watch.heardFromServer(at: now)
            state.isBusy = true
        }
    }

    func handled(at now: Instant) {
        self.state.withLock { state in
            state.watch.heardFromServer(at: now)
            state.isBusy = false
        }
    }

    /// Notes that the server has been asked for a sign of life.
    func probed(at now: Instant) -> SilenceWatch<Instant>.Action {
        self.state.withLock { $0.watch.circumstancesChanged(at: now) }
    }

    func next(at now: Instant) -> SilenceWatch<Instant>.Action {
        self.state.withLock { state in
            if state.isBusy { state.watch.heardFromServer(at: now) }
            return state.watch.timerFired(at: now)
        }
    }
}
