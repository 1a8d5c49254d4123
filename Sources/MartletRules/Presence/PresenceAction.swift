// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What ``PresenceRule`` asks its owner to do, in order.
package enum PresenceAction<Instant: InstantProtocol>: Hashable, Sendable {
    /// Store that the person is there, and tell.
    case setOnline(UserID)
    /// Store that the person has gone, and tell.
    case setOffline(UserID)
    /// Call ``PresenceRule/timerFired(at:)`` at this instant, instead of at a later one asked for before.
    case wait(until: Instant)
}
