// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Everything that can be read in one snapshot; each domain adds its own protocol here.
package protocol StoreReading: LogReading, MembershipReading, UserReading, PresenceReading, WorkspaceReading,
    ChannelReading, IdentityReading, MessageReading, UnreadReading, MentionReading, NotificationReading, CanvasReading,
    MediaReading, HuddleReading, WorkSessionReading, CountReading
{
    /// The sizes and counts that hold for what is read and changed.
    var limits: Limits { get }
}

/// Everything that can be changed in one transaction; it reads its own changes.
package protocol StoreWriting: StoreReading, LogWriting, MembershipWriting, IdempotencyStoring, UserWriting,
    PresenceWriting, WorkspaceWriting, ChannelWriting, IdentityWriting, ReadWriting, MessageWriting, MentionWriting,
    NotificationWriting, CanvasWriting, MediaWriting, HuddleWriting, WorkSessionWriting, PeerWriting
{}
