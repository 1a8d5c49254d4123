// SPDX-License-Identifier: Apache-2.0

/// Why a server should get no new traffic.
///
/// The words are on an open route, so they say nothing more than that.
package enum ReadinessObstacle: String, Hashable, Sendable, Codable, CaseIterable {
    /// It has not come up yet.
    case starting
    /// It is going away.
    case draining
    /// Changes cannot be committed; the log of the core says why.
    case storeNotWritable = "store_not_writable"
    /// Core and edge are not joined.
    case linkDown = "link_down"
}
