// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// An occasion on which what was given up is tried once more by itself: something has changed that may let it succeed.
package enum Revival: Hashable, Sendable {
    /// This release of the application runs.
    case application(version: String)
    /// This release of the server answers.
    case server(version: String)
    /// Somebody signed in to the account.
    case signIn

    /// The word under which storage keeps the version; nil for what happens anew each time.
    package var name: String? {
        switch self {
        case .application: "application"
        case .server: "server"
        case .signIn: nil
        }
    }

    /// The version that runs now.
    package var version: String? {
        switch self {
        case .application(let version), .server(let version): version
        case .signIn: nil
        }
    }

    /// Whether anything has changed since the version that storage has.
    ///
    /// The first version that is ever heard of is only kept: nothing says that another one refused anything.
    package func isDue(after last: String?) -> Bool {
        guard let version = self.version else { return true }
        return last.map { $0 != version } ?? false
    }

    /// Whether an item that was given up is tried again by itself.
    ///
    /// Not what waited too long, which is no younger now, nor what may have had its effect under a key that the server
    /// remembers no more. What depends on another comes along with that.
    package static func concerns(
        _ reason: DeadReason,
        uncertainSince: Timestamp?,
        at now: Timestamp,
        limits: OutboxLimits
    ) -> Bool {
        switch reason {
        case .refused, .exhausted: uncertainSince.map { now < $0.advanced(by: limits.keyLife) } ?? true
        case .expired, .unknownOutcome, .inherited: false
        }
    }
}
