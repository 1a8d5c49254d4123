// SPDX-License-Identifier: Apache-2.0

/// Why a client is offline.
package enum OfflineReason: Hashable, Sendable, CaseIterable {
    /// The app or its user wants it so.
    case setOffline
    /// There is no network.
    case networkUnavailable
    /// The app is in the background and may not work there.
    case backgroundDisabled
}
