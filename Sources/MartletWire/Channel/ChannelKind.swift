// SPDX-License-Identifier: Apache-2.0

/// Who may find and join a channel.
public enum ChannelKind: String, WireChoice {
    /// Every member of the workspace.
    case `public`
    /// Whoever a member brings in.
    case `private`
    /// A fixed set of people.
    case dm
}
