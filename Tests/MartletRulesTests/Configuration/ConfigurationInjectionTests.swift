// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct ConfigurationInjectionTests {
    private static let base = #"{"z":1,"experiments":{"k":{"enabled":false,"variants":["a"]}},"a":[]}"#

    private enum Kind: Hashable { case unset, refused, untouched, merged }

    private func kind(_ overrides: String?, strict: String?, base: String = Self.base) -> Kind {
        guard let injection = ConfigurationInjection(overrides: overrides, strict: strict) else { return .unset }
        return switch injection.outcome(for: Array(base.utf8)) {
        case .refused: .refused
        case .untouched: .untouched
        case .merged: .merged
        }
    }

    @Test func `1.6, R0-21: what becomes of the file for every override, strictness and base`() {
        let strict = ["true"]
        let lenient = [nil, "", "false", "TRUE", "True", "1", " true", "true "]
        for text in strict + lenient {
            #expect(self.kind(nil, strict: text) == .unset)
            #expect(self.kind("", strict: text) == .unset)
            #expect(self.kind(#"{"b":1}"#, strict: text) == .merged)
            for base in ["", "nonsense", "[]", "null", #"{"a":1,}"#, "{"] {
                #expect(self.kind(#"{"b":1}"#, strict: text, base: base) == .refused, "\(base)")
                #expect(self.kind("nonsense", strict: text, base: base) == .refused, "\(base)")
            }
        }
        for overrides in ["nonsense", "[]", "null", "7", " ", String(repeating: "[", count: 40)] {
            for text in strict { #expect(self.kind(overrides, strict: text) == .refused, "\(overrides)") }
            for text in lenient { #expect(self.kind(overrides, strict: text) == .untouched, "\(overrides)") }
        }
    }

    @Test func `1.6: the result has two spaces a level, a line end, and the base's order`() throws {
        let overrides = #"{"experiments":{"k":{"enabled":true,"rolloutPercentage":50}},"new":{"e":{},"l":[1.5,"é\n"]}}"#
        let injection = try #require(ConfigurationInjection(overrides: overrides, strict: "true"))
        guard case .merged(let merged) = injection.outcome(for: Array(Self.base.utf8)) else {
            Issue.record("not merged")
            return
        }
        let text = """
            {
              "z": 1,
              "experiments": {
                "k": {
                  "enabled": true,
                  "variants": [
                    "a"
                  ],
                  "rolloutPercentage": 50
                }
              },
              "a": [],
              "new": {
                "e": {},
                "l": [
                  1.5,
                  "é\\n"
                ]
              }
            }

            """
        #expect(String(decoding: merged.bytes, as: UTF8.self) == text)
        #expect(merged.names == ["experiments", "new"])
        #expect(merged.findings.isEmpty)
        #expect(merged.document["experiments"]?["k"]?["enabled"] == true)
        // R0-21: a second run changes nothing.
        guard case .merged(let again) = injection.outcome(for: merged.bytes) else {
            Issue.record("not merged again")
            return
        }
        #expect(again.bytes == merged.bytes)
    }

    @Test func `R0-1: an unsafe name is told by its path and stops nothing, strict or not`() throws {
        let overrides = #"{"a":{"__proto__":{"secret":"hush"}},"b":2}"#
        let injection = try #require(ConfigurationInjection(overrides: overrides, strict: "true"))
        guard case .merged(let merged) = injection.outcome(for: Array(Self.base.utf8)) else {
            Issue.record("not merged")
            return
        }
        #expect(
            merged.findings.map(\.description) == ["a.__proto__: an unsafe name: dropped with all that it holds"]
        )
        #expect(!String(decoding: merged.bytes, as: UTF8.self).contains("hush"))
    }

    @Test func `R0-20: a field of the wrong kind is told, and strictness refuses what the override brought`() {
        let wrong = #"{"experiments":{"k":{"rolloutPercentage":"50"}}}"#
        #expect(self.kind(wrong, strict: nil) == .merged)
        #expect(self.kind(wrong, strict: "true") == .refused)
        let base = #"{"experiments":{"k":{"rolloutPercentage":"50"}}}"#
        #expect(self.kind(#"{"b":1}"#, strict: "true", base: base) == .merged)
    }

    @Test func `R0-3: a refusal quotes nothing of what it refuses`() throws {
        for overrides in [#"{"token":"hush",}"#, #"["hush"]"#, "hush"] {
            let injection = try #require(ConfigurationInjection(overrides: overrides, strict: "true"))
            guard case .refused(let reason) = injection.outcome(for: Array(Self.base.utf8)) else {
                Issue.record("not refused: \(overrides)")
                continue
            }
            #expect(reason.contains("CLIENT_CONFIG_OVERRIDES_JSON") && !reason.contains("hush"))
        }
    }
}
