// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension MentionList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let mentions = try snapshot.mentions(
            of: caller.userID,
            unseenOnly: self.unseenOnly ?? false,
            MessageRange(after: self.sinceID, before: self.beforeID, limit: limit + 1)
        )
        let page = self.sinceID == nil ? mentions.suffix(limit) : mentions.prefix(limit)
        return Result(mentions: Array(page), hasMore: mentions.count > limit)
    }
}
