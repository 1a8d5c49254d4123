// SPDX-License-Identifier: Apache-2.0

/// One way of getting events.
package enum Source: Hashable, Sendable, CaseIterable {
    /// One socket that is resumed: ``Reconnection``, ``SilenceWatch``, ``Reception``.
    case streaming
    /// One long poll after the other: ``LongPolling``, ``Reception``.
    case polling
    /// One short poll in a long while: ``BackgroundPolling``, ``Reception``.
    case backgroundPolling
}
