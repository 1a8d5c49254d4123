// SPDX-License-Identifier: Apache-2.0

/// What somebody may want to do to a channel or in it.
package enum ChannelAct: Hashable, Sendable, CaseIterable {
    /// Read its history, its canvases and who is in it.
    case read
    /// Say something, react, pin, type, start a huddle, mark as read.
    case write
    /// Edit and delete what others wrote.
    case moderate
    /// Come in by oneself.
    case join
    /// Go out by oneself.
    case leave
    /// Bring in somebody of the workspace.
    case addMember
    /// Take somebody out.
    case removeMember
    /// Change its name or topic.
    case update
    /// Archive it.
    case archive
}
