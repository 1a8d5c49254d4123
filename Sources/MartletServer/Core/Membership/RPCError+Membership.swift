// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

extension RPCError {
    /// What a caller is told of a verdict; nil when there is nothing against it.
    init?(_ verdict: ChannelVerdict) {
        switch verdict {
        case .allowed: return nil
        case .hidden: self = .notFound("channel")
        case .notMember: self = .forbidden("only members of the channel may do this; channel.join lets you in")
        case .notTheirs: self = .forbidden("only the channel's creator and the workspace's owner and admins may")
        case .archived: self = .forbidden("the channel is archived")
        case .fixed: self = .invalid("channel_id", "a dm has neither name nor end, and its people are fixed")
        }
    }
}
