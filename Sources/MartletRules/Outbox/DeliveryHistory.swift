// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What became of the attempts to send an item.
///
/// An item stored by a release that did not keep all of this has none of it: every field has a value for "never".
package struct DeliveryHistory: Hashable, Sendable {
    /// How many attempts ended without an outcome that settles the item.
    package var attempts: Int
    /// How many of them count against the item: see ``DeliveryFault/countsAgainstItem``.
    package var strikes: Int
    /// When it was last handed to the network.
    package var lastTriedAt: Timestamp?
    /// The first attempt of which it is not known whether it had its effect.
    package var uncertainSince: Timestamp?
    /// Not to be sent before; drawn once, when the attempt failed.
    package var notBefore: Timestamp?
    /// Whether it must not share a request: one that carried it was refused as a whole.
    package var travelsAlone: Bool
    /// Why the last attempt failed.
    package var lastFault: DeliveryFault?

    package init(
        attempts: Int = 0,
        strikes: Int = 0,
        lastTriedAt: Timestamp? = nil,
        uncertainSince: Timestamp? = nil,
        notBefore: Timestamp? = nil,
        travelsAlone: Bool = false,
        lastFault: DeliveryFault? = nil
    ) {
        self.attempts = attempts
        self.strikes = strikes
        self.lastTriedAt = lastTriedAt
        self.uncertainSince = uncertainSince
        self.notBefore = notBefore
        self.travelsAlone = travelsAlone
        self.lastFault = lastFault
    }
}
