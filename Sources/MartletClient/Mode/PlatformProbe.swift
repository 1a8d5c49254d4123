// SPDX-License-Identifier: Apache-2.0

/// What a platform tells of an application's surroundings.
public enum PlatformNews: Hashable, Sendable {
    /// Whether there is a network.
    case network(isAvailable: Bool)
    /// Where the application is.
    case lifecycle(Martlet.Lifecycle)
    /// Somebody is there again.
    case sign(Martlet.ReturnSign)
}

/// Watches a platform's network and lifecycle for a client, so that the application need not.
///
/// Write one on top of what your platform has, such as `NWPathMonitor` and the scene's phase. Say first how things are,
/// then each change. An application may as well tell the client itself: ``Martlet/setNetworkAvailable(_:)``,
/// ``Martlet/setLifecycle(_:)``.
public protocol PlatformProbe: Sendable {
    /// How things are, and each change; asked for once each time the client follows, and let go of when it ends.
    func news() -> AsyncStream<PlatformNews>
}
