// SPDX-License-Identifier: Apache-2.0

/// Where a client keeps what must outlive it: where it stands, and what it has yet to send.
public struct Storage: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        case memory
        case directory(String)
    }

    let place: Place

    /// Nowhere: it ends with the process.
    public static let memory = Self(place: .memory)

    /// A directory of the application's own; created if it is absent.
    ///
    /// Several processes may use one. It holds what people wrote and have not sent: give it the protection of their
    /// other data.
    public static func directory(_ path: String) -> Self {
        Self(place: .directory(path))
    }
}
