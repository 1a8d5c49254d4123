// SPDX-License-Identifier: Apache-2.0

public import MartletClient
import Synchronization

/// A platform whose network and lifecycle a test decides.
public final class ManualPlatform: PlatformProbe {
    private struct State {
        var isNetworkAvailable = true
        var lifecycle = Martlet.Lifecycle.foreground
        var readers: [AsyncStream<PlatformNews>.Continuation] = []
    }

    private let state = Mutex(State())

    /// Creates a platform with a network and the application in front.
    public init() {}

    /// How things are, and each change.
    public func news() -> AsyncStream<PlatformNews> {
        let (stream, reader) = AsyncStream<PlatformNews>.makeStream()
        self.state.withLock { state in
            state.readers.append(reader)
            reader.yield(.network(isAvailable: state.isNetworkAvailable))
            reader.yield(.lifecycle(state.lifecycle))
        }
        return stream
    }

    /// Lets something become so.
    public func become(_ news: PlatformNews) {
        self.state.withLock { state in
            switch news {
            case .network(let isAvailable): state.isNetworkAvailable = isAvailable
            case .lifecycle(let lifecycle): state.lifecycle = lifecycle
            case .sign: break
            }
            for reader in state.readers { reader.yield(news) }
        }
    }
}
