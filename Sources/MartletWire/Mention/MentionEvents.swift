// SPDX-License-Identifier: Apache-2.0

/// The reader was named in a message; sent to current members of the channel only.
///
/// On the wire the mention's own fields are the event's data.
public struct MentionCreated: Event {
    /// `mention.created`.
    public static let name = EventName.mentionCreated

    /// Who was named, where and by whom.
    public var mention: Mention

    /// Creates the event.
    public init(mention: Mention) {
        self.mention = mention
    }

    /// Decodes the mention's own fields.
    public init(from decoder: any Decoder) throws {
        self.mention = try Mention(from: decoder)
    }

    /// Encodes the mention's own fields.
    public func encode(to encoder: any Encoder) throws {
        try self.mention.encode(to: encoder)
    }
}

extension EventName {
    /// The name of ``MentionCreated``.
    public static let mentionCreated = EventName("mention.created")
}
