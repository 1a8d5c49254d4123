// SPDX-License-Identifier: Apache-2.0

package import MartletWire
import Synchronization

/// Positions that end with their process.
package final class MemoryPositions: PositionStorage {
    private struct State: Sendable {
        var bookmarks: [Account: Bookmark] = [:]
        var users: [String: UserID] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func bookmark(of account: Account) async throws(PositionError) -> Bookmark? {
        self.state.withLock { $0.bookmarks[account] }
    }

    package func save(_ bookmark: Bookmark, of account: Account) async throws(PositionError) {
        self.state.withLock { $0.bookmarks[account] = bookmark }
    }

    package func forget(_ account: Account) async throws(PositionError) {
        self.state.withLock { $0.bookmarks[account] = nil }
    }

    package func lastUser(of server: String) async throws(PositionError) -> UserID? {
        self.state.withLock { $0.users[server] }
    }

    package func signedIn(_ account: Account) async throws(PositionError) {
        self.state.withLock { $0.users[account.server] = account.user }
    }
}
