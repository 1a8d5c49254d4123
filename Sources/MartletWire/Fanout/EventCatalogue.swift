// SPDX-License-Identifier: Apache-2.0

/// The events that a client knows, by name.
///
/// What is not in the catalogue still arrives, by its name and bytes.
public struct EventCatalogue: Sendable {
    /// The events, in the order in which the documentation lists them.
    public let events: [any Event.Type]
    private let byName: [String: any Event.Type]

    /// Creates a catalogue; of two events under one name the first is kept.
    public init(_ events: [any Event.Type]) {
        self.byName = Dictionary(events.map { ($0.name.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        self.events = events
    }

    /// The event of that name.
    public subscript(name: String) -> (any Event.Type)? {
        self.byName[name]
    }
}

extension EventCatalogue {
    /// Every event of version 1.
    public static let standard = EventCatalogue([
        UserUpdated.self,
        WorkspaceAdded.self,
        WorkspaceUpdated.self,
        WorkspaceRemoved.self,
        WorkspaceMemberJoined.self,
        WorkspaceMemberLeft.self,
        ChannelAdded.self,
        ChannelUpdated.self,
        ChannelRemoved.self,
        ChannelMemberJoined.self,
        ChannelMemberLeft.self,
        MessageCreated.self,
        MessageUpdated.self,
        MessageDeleted.self,
        MessageReacted.self,
        MessagePinUpdated.self,
        ReadUpdated.self,
        MentionCreated.self,
        NotificationCreated.self,
        Typing.self,
        PresenceUpdated.self,
        HuddleStarted.self,
        HuddleJoined.self,
        HuddleLeft.self,
        HuddleEnded.self,
        CanvasCreated.self,
        CanvasUpdated.self,
        CanvasDeleted.self,
        WorkSessionStarted.self,
        WorkSessionUpdated.self,
        WorkSessionEnded.self,
    ])
}
