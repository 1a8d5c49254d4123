// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct WorkspaceActTests {
    /// Who may do what: owner, admin, member.
    private static let table: [(WorkspaceAct, String)] = [
        (.read, "yes yes yes"),
        (.createChannel, "yes yes yes"),
        (.leave, "no yes yes"),
        (.addMember, "yes yes no"),
        (.addAdmin, "yes no no"),
        (.removeMember, "yes yes no"),
        (.removeAdmin, "yes no no"),
        (.rename, "yes yes no"),
        (.moderate, "yes yes no"),
        (.changeRole, "yes no no"),
        (.delete, "yes no no"),
    ]

    @Test func `every act has its row in the table of roles`() {
        #expect(Set(Self.table.map(\.0)) == Set(WorkspaceAct.allCases))
        for (act, row) in Self.table {
            let verdicts = [WorkspaceRole.owner, .admin, .member].map { $0.allows(act) ? "yes" : "no" }
            #expect(verdicts.joined(separator: " ") == row, "\(act)")
        }
    }

    @Test func `nobody takes out or makes an owner`() {
        for role in WorkspaceRole.allCases {
            #expect(!role.allowsRemoving(.owner) && !role.allowsAdding(.owner))
        }
        #expect(WorkspaceRole.admin.allowsRemoving(.member) && !WorkspaceRole.admin.allowsRemoving(.admin))
        #expect(WorkspaceRole.admin.allowsAdding(.member) && !WorkspaceRole.admin.allowsAdding(.admin))
        #expect(WorkspaceRole.owner.allowsRemoving(.admin) && WorkspaceRole.owner.allowsAdding(.admin))
    }
}
