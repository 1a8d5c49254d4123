// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a client has loaded afresh, page by page, and so need not be told once more.
///
/// Each page is a snapshot of its own moment, and the stream began before the first. An event that a page already holds
/// would be applied twice, and one that it does not hold must not be missed.
package struct Snapshot: Hashable, Sendable, Codable {
    /// Where the first page was taken: it holds everything that is not part of one channel.
    private let epoch: Epoch
    private let seq: Seq
    private var channels: [ChannelID: Seq] = [:]
    private var end: Seq

    /// Starts with the first page.
    package init(_ page: SyncCatchUp.Result) {
        self.epoch = page.epoch
        self.seq = page.seq
        self.end = page.seq
        self.note(page)
    }

    /// Adds the next page.
    /// - Returns: Whether it belongs to the same life of the log; if not, begin again with the first.
    package mutating func add(_ page: SyncCatchUp.Result) -> Bool {
        guard page.epoch == self.epoch else { return false }
        self.note(page)
        return true
    }

    /// Whether what an event says is part of a page already.
    ///
    /// Of a channel that no page names, the first page holds what had happened by then. What no page shows at all, such as
    /// canvases and work sessions, is always told.
    package func holds(_ frame: EventFrame) -> Bool {
        guard let seq = frame.seq, case .known(let event) = frame.event, let subject = Subject(of: event) else {
            return false
        }
        switch subject {
        case .channel(let channel): return seq <= self.channels[channel] ?? self.seq
        case .everything: return seq <= self.seq
        }
    }

    /// Whether nothing from here on can be part of a page.
    package func isOver(at position: Position) -> Bool { position.seq >= self.end }

    private mutating func note(_ page: SyncCatchUp.Result) {
        for entry in page.channels { self.channels[entry.channel.id] = page.seq }
        self.end = max(self.end, page.seq)
    }
}

/// What part of a snapshot an event changes.
private enum Subject {
    case channel(ChannelID)
    /// What the first page alone shows.
    case everything

    init?(of event: any Event) {
        switch event {
        case let event as MessageCreated: self = .channel(event.message.channelID)
        case let event as MessageUpdated: self = .channel(event.message.channelID)
        case let event as MessageDeleted: self = .channel(event.channelID)
        case let event as MessageReacted: self = .channel(event.channelID)
        case let event as MessagePinUpdated: self = .channel(event.channelID)
        case let event as ReadUpdated: self = .channel(event.channelID)
        case let event as ChannelAdded: self = .channel(event.channel.id)
        case let event as ChannelUpdated: self = .channel(event.channel.id)
        case let event as ChannelRemoved: self = .channel(event.channelID)
        case let event as ChannelMemberJoined: self = .channel(event.channelID)
        case let event as ChannelMemberLeft: self = .channel(event.channelID)
        case is UserUpdated, is WorkspaceAdded, is WorkspaceUpdated, is WorkspaceRemoved, is MentionCreated,
            is NotificationCreated, is HuddleStarted, is HuddleJoined, is HuddleLeft, is HuddleEnded:
            self = .everything
        default: return nil
        }
    }
}
