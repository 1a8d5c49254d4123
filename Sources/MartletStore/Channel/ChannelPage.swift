// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// One page of a person's channels.
package struct ChannelPage: Hashable, Sendable {
    /// Those the person is in now, ascending.
    package var channels: [Channel]
    /// Whether there is another page.
    package var hasMore: Bool

    package init(channels: [Channel], hasMore: Bool) {
        self.channels = channels
        self.hasMore = hasMore
    }
}
