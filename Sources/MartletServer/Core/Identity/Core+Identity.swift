// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletStore
import MartletWire
import Synchronization

extension Core {
    /// Reads how everyone stands: once, before anybody may sign in.
    package func loadAccounts() async throws {
        let book = try await self.store.read { try AccountBook(reading: $0) }
        self.accounts.withLock { $0 = book }
    }

    /// Told, once it is durable, that there is a person of that number.
    func personAdded(_ user: UserID) {
        self.change(.added(user))
    }

    /// Told, once it is durable and in the order of commits, how a person stands now.
    func accessChanged(_ access: UserAccess) {
        var standing = self.standing(of: access.userID) ?? AccountStatus()
        standing.isDisabled = access.isDisabled
        standing.tokensValidAfter = access.tokensValidAfter
        self.change(.changed(access.userID, to: standing))
    }

    /// Notes what is durable, and tells every edge in the same order.
    func change(_ news: AccountNews) {
        self.accounts.withLock { book in
            book.heard(news)
            self.followers.publish(.accounts(news))
        }
    }

    /// How everyone stands; what changes afterwards is told after `body` returns.
    func withAccounts<Answer>(_ body: (AccountBook) -> Answer) -> Answer {
        self.accounts.withLock { body($0) }
    }

    func answering<Answer>(_ body: () async throws -> Answer) async throws(RPCError) -> Answer {
        do {
            return try await body()
        } catch {
            throw RPCError(carryingOut: error, logger: self.logger)
        }
    }
}

extension AccountBook {
    /// Reads how everyone stands out of a snapshot.
    package init(reading snapshot: any StoreReading) throws {
        self.init(
            count: try snapshot.userCount(),
            special: try snapshot.standings(),
            signedOut: try snapshot.signedOutSessions()
        )
    }
}
