// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import Testing

@Suite struct ExperimentsTests {
    private static let configuration: JSONValue = [
        "experiments": [
            "sessionSyncStrategy": [
                "enabled": true, "rolloutPercentage": 58, "variants": ["a", "b"], "other": "kept",
            ],
            "wrong": ["enabled": "true"],
        ]
    ]

    @Test func `1.5, 7: an application gets the golden bucket and variant`() {
        let experiments = Experiments(Self.configuration)
        let alice = experiments.selection("sessionSyncStrategy", for: "@alice:example.org")
        #expect(alice.variant == "a" && alice.inExperiment && alice.bucket == 5777)
        let carol = experiments.selection("sessionSyncStrategy", for: "@carol:matrix.org")
        #expect(carol.variant == "control" && !carol.inExperiment && carol.bucket == 6275)
        #expect(experiments.selection("sessionSyncStrategy", for: nil).bucket == nil)
    }

    @Test func `an experiment that there is not gives everybody the control`() {
        let selection = Experiments([:]).selection("none", for: "2")
        #expect(selection.variant == "control" && !selection.inExperiment && selection.bucket == nil)
    }

    @Test func `R0-20: what is wrong is told, and left out`() {
        #expect(
            Experiments(Self.configuration).warnings == [
                "experiments.wrong.enabled: expected true or false: it is false"
            ]
        )
    }
}
