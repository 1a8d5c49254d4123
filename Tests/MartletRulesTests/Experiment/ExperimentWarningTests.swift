// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct ExperimentWarningTests {
    private func findings(_ entry: String) throws -> [String] {
        let document = try WireDecoder().decode(
            JSONValue.self,
            from: Array(#"{"experiments":{"k":\#(entry)}}"#.utf8)
        )
        return ClientConfiguration(document).findings.map { "\($0.severity) \($0.description)" }
    }

    @Test func `R0-19, R0-20, R0-23: what is wrong or likely not meant is told under its name`() throws {
        let cases: [(entry: String, findings: [String])] = [
            (#"{"enabled":true,"rolloutPercentage":20,"variants":["a","b"]}"#, []),
            (#"{"enabled":false,"variants":[]}"#, []),
            (
                #"{"enabled":true,"variants":["a"]}"#,
                ["warning experiments.k.rolloutPercentage: is missing, which means everyone (100)"]
            ),
            (
                #"{"enabled":true,"rolloutPercentage":"20","variants":["a"]}"#,
                [
                    "problem experiments.k.rolloutPercentage: expected a number: it counts as missing",
                    "warning experiments.k.rolloutPercentage: is missing, which means everyone (100)",
                ]
            ),
            (
                #"{"enabled":true,"rolloutPercentage":999,"variants":["a"]}"#,
                ["warning experiments.k.rolloutPercentage: 999.0 is outside 0 to 100: 100.0 holds"]
            ),
            (
                #"{"enabled":true,"rolloutPercentage":4.35,"variants":["a"]}"#,
                [
                    "warning experiments.k.rolloutPercentage: 4.35 comes to 434 of 10000 buckets: 4.34 percent take part"
                ]
            ),
            (
                #"{"enabled":true,"rolloutPercentage":0.009,"variants":["a"]}"#,
                [
                    "warning experiments.k.rolloutPercentage: 0.009 comes to 0 of 10000 buckets: nobody takes part"
                ]
            ),
            (
                #"{"enabled":true,"rolloutPercentage":0.5,"variants":["a","b"],"algorithm":"growthbook-2"}"#,
                [
                    "warning experiments.k.rolloutPercentage: unsafe split: 2 variants share 50 of 10000 buckets, and "
                        + "will not do so evenly"
                ]
            ),
            (
                #"{"enabled":true,"rolloutPercentage":50,"variants":["","control"]}"#,
                ["warning experiments.k.variants: there is none beside the control: nobody takes part"]
            ),
            (
                #"{"enabled":true,"rolloutPercentage":50,"variants":["a","a","control"]}"#,
                [
                    "warning experiments.k.variants: empty names and the control are left out",
                    "warning experiments.k.variants: a name stands there twice and gets twice the share",
                ]
            ),
            (#"{"enabled":"true"}"#, ["problem experiments.k.enabled: expected true or false: it is false"]),
            (#"{"variants":"a"}"#, ["problem experiments.k.variants: expected an array of texts: it counts as empty"]),
            (#"{"variants":["a",1]}"#, ["problem experiments.k.variants[1]: expected a text: it is left out"]),
            (#"{"controlVariant":""}"#, ["problem experiments.k.controlVariant: is empty: it is control"]),
            (#"{"controlVariant":7}"#, ["problem experiments.k.controlVariant: expected a text: it counts as missing"]),
            (
                #"{"enabled":true,"algorithm":"md5"}"#,
                ["problem experiments.k.algorithm: expected martlet-1 or growthbook-2: the experiment is off"]
            ),
            ("[]", ["problem experiments.k: expected an object"]),
        ]
        for (entry, findings) in cases {
            #expect(try self.findings(entry) == findings, "\(entry)")
        }
    }

    @Test func `1.5: only exactly true is enabled, and an unknown algorithm never deals anybody out`() throws {
        for enabled in [#""false""#, #""true""#, "1", "null", "{}"] {
            let entry = #"{"experiments":{"k":{"enabled":\#(enabled),"variants":["a"]}}}"#
            let document = try WireDecoder().decode(JSONValue.self, from: Array(entry.utf8))
            #expect(ClientConfiguration(document).experiment("k")?.isEnabled == false, "\(enabled)")
        }
        let entry = #"{"experiments":{"k":{"enabled":true,"variants":["a"],"algorithm":"martlet-2"}}}"#
        let document = try WireDecoder().decode(JSONValue.self, from: Array(entry.utf8))
        #expect(ClientConfiguration(document).experiment("k")?.selection(for: "x").reason == .disabled)
    }

    @Test func `1.5: a subject out of a sequence is warned of, with the algorithm that keeps neighbours together`() {
        let compatible = Experiment(key: "k", isEnabled: true, rolloutPercentage: 50, variants: ["a"])
        for subject in ["1", "42", "user-1", "@bob7", "-3"] {
            #expect(compatible.warnings(for: subject).count == 1, "\(subject)")
        }
        for subject in ["", "alice", "@alice:example.org", "7a", "0f8fad5b-d9cb-469f-a165-70867728950e"] {
            #expect(compatible.warnings(for: subject).isEmpty, "\(subject)")
        }
        var strong = compatible
        strong.algorithm = .growthBook2
        #expect(strong.warnings(for: "user-1").isEmpty)
    }
}
