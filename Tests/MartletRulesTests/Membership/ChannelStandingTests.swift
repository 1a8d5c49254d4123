// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct ChannelStandingTests {
    private static let acts: [ChannelAct] = [
        .read, .write, .moderate, .join, .leave, .addMember, .removeMember, .update, .archive,
    ]

    /// One letter an act, in the order above: allowed, hidden, not a Member, not Theirs, archiVed, Fixed.
    private func verdicts(
        _ kind: ChannelKind,
        _ role: WorkspaceRole?,
        member: Bool,
        creator: Bool = false,
        archived: Bool = false
    ) -> String {
        let standing = ChannelStanding(
            kind: kind,
            isArchived: archived,
            isMember: member,
            isCreator: creator,
            role: role
        )
        return String(
            Self.acts.map { act -> Character in
                switch standing.verdict(on: act) {
                case .allowed: "a"
                case .hidden: "h"
                case .notMember: "M"
                case .notTheirs: "T"
                case .archived: "V"
                case .fixed: "F"
                }
            }
        )
    }

    @Test func `every act has its column in the table of channels`() {
        #expect(Set(Self.acts) == Set(ChannelAct.allCases) && Self.acts.count == ChannelAct.allCases.count)
        //                                                       read write moderate join leave add remove update archive
        #expect(self.verdicts(.public, nil, member: false) == "hhhhhhhhh")
        #expect(self.verdicts(.public, .member, member: false) == "aMTaaMTTT")
        #expect(self.verdicts(.public, .member, member: true) == "aaTaaaTTT")
        #expect(self.verdicts(.public, .member, member: true, creator: true) == "aaTaaaaaa")
        #expect(self.verdicts(.public, .member, member: false, creator: true) == "aMTaaMaaa")
        #expect(self.verdicts(.public, .admin, member: false) == "aMaaaMaaa")
        #expect(self.verdicts(.public, .owner, member: true) == "aaaaaaaaa")
        #expect(self.verdicts(.private, .member, member: true) == "aaTaaaTTT")
        #expect(self.verdicts(.dm, .member, member: true) == "aaTFFFFFF")
        #expect(self.verdicts(.dm, .owner, member: true) == "aaaFFFFFF")
        #expect(self.verdicts(.public, .member, member: true, archived: true) == "aVVVVVVVT")
        #expect(self.verdicts(.public, .owner, member: false, archived: true) == "aVVVVVVVa")
    }

    @Test func `what is private stays hidden from creators and owners who are not in it`() {
        for kind in [ChannelKind.private, .dm] {
            for role in WorkspaceRole.allCases {
                #expect(self.verdicts(kind, role, member: false, creator: true) == "hhhhhhhhh")
            }
            #expect(self.verdicts(kind, nil, member: true, creator: true) == "hhhhhhhhh", "nor outside the workspace")
        }
    }
}
