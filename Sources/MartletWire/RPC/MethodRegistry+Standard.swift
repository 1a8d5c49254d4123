// SPDX-License-Identifier: Apache-2.0

extension MethodRegistry {
    /// Every method of version 1.
    public static let standard = MethodRegistry(
        Self.session + Self.workspaces + Self.users + Self.channels + Self.messages + Self.reading + Self.presence
            + Self.huddles + Self.canvases + Self.media + Self.workSessions + Self.operations
    )

    private static let session: [any Method.Type] = [
        RPCHealth.self,
        RPCDiscover.self,
        AuthRefresh.self,
        SyncCatchUp.self,
    ]

    private static let workspaces: [any Method.Type] = [
        WorkspaceCreate.self,
        WorkspaceGet.self,
        WorkspaceList.self,
        WorkspaceUpdate.self,
        WorkspaceDelete.self,
        WorkspaceMemberAdd.self,
        WorkspaceMemberRemove.self,
        WorkspaceMemberUpdate.self,
        WorkspaceMembers.self,
    ]

    private static let users: [any Method.Type] = [
        UserCreate.self,
        UserGet.self,
        UserList.self,
        UserUpdate.self,
        UserMe.self,
    ]

    private static let channels: [any Method.Type] = [
        ChannelCreate.self,
        ChannelGet.self,
        ChannelList.self,
        ChannelUpdate.self,
        ChannelDelete.self,
        ChannelJoin.self,
        ChannelLeave.self,
        ChannelAddMember.self,
        ChannelRemoveMember.self,
        ChannelMembers.self,
    ]

    private static let messages: [any Method.Type] = [
        MessageSend.self,
        MessageUpdate.self,
        MessageDelete.self,
        MessageGet.self,
        MessageList.self,
        MessageThread.self,
        MessageSearch.self,
        MessageReact.self,
        MessageUnreact.self,
        MessageToggleReact.self,
        MessagePin.self,
        MessageUnpin.self,
        MessageListPins.self,
    ]

    private static let reading: [any Method.Type] = [
        ReadMark.self,
        ReadGet.self,
        ReadUnreadCounts.self,
        MentionList.self,
        MentionMarkSeen.self,
        NotificationList.self,
        NotificationMarkRead.self,
    ]

    private static let presence: [any Method.Type] = [
        TypingRelay.self,
        PresenceSetStatusText.self,
        PresenceUpdate.self,
        PresenceList.self,
        PresenceWatch.self,
    ]

    private static let huddles: [any Method.Type] = [
        HuddleStart.self,
        HuddleJoin.self,
        HuddleLeave.self,
        HuddleGet.self,
        HuddleListActive.self,
        HuddleTokenRequest.self,
    ]

    private static let canvases: [any Method.Type] = [
        CanvasCreate.self,
        CanvasGet.self,
        CanvasList.self,
        CanvasUpdate.self,
        CanvasDelete.self,
    ]

    private static let media: [any Method.Type] = [
        MediaGet.self,
        MediaDelete.self,
    ]

    private static let workSessions: [any Method.Type] = [
        SessionStart.self,
        SessionEnd.self,
        SessionHeartbeat.self,
        SessionGet.self,
        SessionList.self,
        SessionTotals.self,
        ActivityRecord.self,
        ActivityList.self,
    ]

    private static let operations: [any Method.Type] = [
        AdminConnections.self,
        AdminDisconnect.self,
        AdminStats.self,
        AdminLogTail.self,
        AdminDrain.self,
        AdminUserDisable.self,
        AdminUserEnable.self,
        AdminSignOut.self,
        AdminDeadLetters.self,
        ClientReportDeadLetters.self,
    ]
}
