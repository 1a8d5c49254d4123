// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Handler {
    /// What is said, and what belongs to it.
    static let talk: [Handler] = [
        Handler(MessageSend.self), Handler(MessageUpdate.self), Handler(MessageDelete.self), Handler(MessageGet.self),
        Handler(MessageList.self), Handler(MessageThread.self), Handler(MessageSearch.self), Handler(MessageReact.self),
        Handler(MessageUnreact.self), Handler(MessageToggleReact.self), Handler(MessagePin.self),
        Handler(MessageUnpin.self), Handler(MessageListPins.self),
        Handler(ReadMark.self), Handler(ReadGet.self), Handler(ReadUnreadCounts.self),
        Handler(MentionList.self), Handler(MentionMarkSeen.self),
        Handler(NotificationList.self), Handler(NotificationMarkRead.self), Handler(TypingRelay.self),
        Handler(CanvasCreate.self), Handler(CanvasGet.self), Handler(CanvasList.self), Handler(CanvasUpdate.self),
        Handler(CanvasDelete.self), Handler(MediaGet.self), Handler(MediaDelete.self),
        Handler(HuddleStart.self), Handler(HuddleJoin.self), Handler(HuddleLeave.self), Handler(HuddleGet.self),
        Handler(HuddleListActive.self), Handler(HuddleTokenRequest.self),
    ]
}
