// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Handler {
    /// People, and the workspaces and channels they are in.
    static let people: [Handler] = [
        Handler(UserCreate.self), Handler(UserGet.self), Handler(UserList.self), Handler(UserMe.self),
        Handler(UserUpdate.self),
        Handler(WorkspaceCreate.self), Handler(WorkspaceGet.self), Handler(WorkspaceList.self),
        Handler(WorkspaceUpdate.self), Handler(WorkspaceDelete.self), Handler(WorkspaceMemberAdd.self),
        Handler(WorkspaceMemberRemove.self), Handler(WorkspaceMemberUpdate.self), Handler(WorkspaceMembers.self),
        Handler(ChannelCreate.self), Handler(ChannelGet.self), Handler(ChannelList.self), Handler(ChannelUpdate.self),
        Handler(ChannelDelete.self), Handler(ChannelJoin.self), Handler(ChannelLeave.self),
        Handler(ChannelAddMember.self), Handler(ChannelRemoveMember.self), Handler(ChannelMembers.self),
        Handler(AdminUserDisable.self), Handler(AdminUserEnable.self), Handler(AdminSignOut.self),
        Handler(SyncCatchUp.self),
        Handler(PresenceSetStatusText.self), Handler(PresenceUpdate.self), Handler(PresenceList.self),
    ]
}
