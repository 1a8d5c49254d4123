// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletWire

extension LogEntry {
    /// Reads `seq, keys, except_users, memberships, redacts, event, epoch`.
    convenience init(row: some SQLRow) throws {
        var audience = Audience()
        for number in Self.numbers(row[1]) {
            switch AudienceKey(rawValue: number).subject {
            case .user(let user): audience.users.append(user)
            case .channel(let channel): audience.channels.append(channel)
            case .workspace(let workspace): audience.workspaces.append(workspace)
            case nil: break
            }
        }
        audience.except = Self.numbers(row[2] ?? "").map(UserID.init(rawValue:))
        let memberships: Data? = row[3]
        self.init(
            seq: row[0],
            audience: audience,
            memberships: try memberships.map { try JSONDecoder().decode([MembershipChange].self, from: $0) } ?? [],
            redacts: Self.numbers(row[4] ?? ""),
            term: (row[6] as String?).map(Epoch.init(rawValue:)),
            event: [UInt8](row[5] as Data)
        )
    }

    private static func numbers(_ text: String) -> [Int64] {
        text.utf8.split(separator: UInt8(ascii: ",")).compactMap { Int64(Substring($0)) }
    }
}
