// SPDX-License-Identifier: Apache-2.0

/// How much a store holds.
package struct StoreCounts: Hashable, Sendable {
    /// People, disabled ones included.
    package var users: Int
    /// Workspaces that have not been deleted.
    package var workspaces: Int
    /// Channels that have not been archived.
    package var channels: Int
    /// Messages, deleted ones included.
    package var messages: Int
    /// What all of it takes on disk, uploads not included.
    package var bytes: Int64

    package init(users: Int, workspaces: Int, channels: Int, messages: Int, bytes: Int64) {
        self.users = users
        self.workspaces = workspaces
        self.channels = channels
        self.messages = messages
        self.bytes = bytes
    }
}

/// Counts what is stored.
package protocol CountReading {
    /// How much there is; it looks at everything, so it is for people and not for calls in a loop.
    func counts() throws -> StoreCounts
}
