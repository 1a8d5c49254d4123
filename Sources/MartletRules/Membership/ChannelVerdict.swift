// SPDX-License-Identifier: Apache-2.0

/// Whether somebody may do something to a channel.
package enum ChannelVerdict: Hashable, Sendable {
    /// They may.
    case allowed
    /// They may not even know of the channel.
    case hidden
    /// They know of it, but must be in it first.
    case notMember
    /// They know of it, but only its creator and those who answer for the workspace may do this.
    case notTheirs
    /// Nobody may any more.
    case archived
    /// The people of a DM are fixed, and it has neither name nor end.
    case fixed
}
