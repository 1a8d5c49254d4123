// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct ShortNameTests {
    @Test(
        arguments: [
            ("ada@example.org", "Ada Lovelace", "ada"),
            ("8b1f-77", "Ada Lovelace", "ada-lovelace"),
            ("8b1f-77", nil, "8b1f-77"),
            ("@home", nil, "home"),
            ("@", "@ @", "person"),
            ("channel@example.org", "Channel", "person"),
            ("Channel-Ops", nil, "person"),
            ("channels", nil, "channels"),
            ("x", " Zoë \u{1} M@rtin ", "zoë-m-rtin"),
        ] as [(String, String?, String)]
    )
    func `a name is what people would write after an @`(_ subject: String, _ displayName: String?, _ name: String) {
        #expect(ShortName(subject: subject, displayName: displayName).proposal(0) == name)
    }

    @Test func `every proposal is a short name, and all differ`() throws {
        let name = ShortName(subject: String(repeating: "ß", count: 300), displayName: nil)
        let proposals = (0..<120).map(name.proposal)
        #expect(Set(proposals).count == 120)
        for proposal in proposals { try UserCreate(name: proposal).validate(within: .standard) }
        #expect(ShortName(subject: "ada", displayName: nil).proposal(1) == "ada-2")
    }
}
