// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct ConfigurationOverrideTests {
    private func merged(_ base: String, _ override: String) throws -> String {
        let document = try WireDecoder().decode(JSONValue.self, from: Array(base.utf8))
        let result = try ConfigurationOverride(override).applied(to: document)
        return String(decoding: try WireEncoder().encode(result), as: UTF8.self)
    }

    @Test func `1.6: objects merge in the base's order, and everything else replaces`() throws {
        let cases: [(base: String, override: String, result: String)] = [
            (#"{"a":1,"b":{"c":1,"d":2}}"#, #"{"b":{"d":3,"e":4}}"#, #"{"a":1,"b":{"c":1,"d":3,"e":4}}"#),
            (#"{"z":1,"a":2}"#, #"{"m":0,"a":3}"#, #"{"z":1,"a":3,"m":0}"#),
            (#"{"a":[1,2,3]}"#, #"{"a":[4]}"#, #"{"a":[4]}"#),
            (#"{"a":1}"#, #"{"a":null}"#, #"{"a":null}"#),
            (#"{"a":{"b":1}}"#, #"{"a":[]}"#, #"{"a":[]}"#),
            (#"{"a":[]}"#, #"{"a":{"b":1}}"#, #"{"a":{"b":1}}"#),
            (#"{"a":1}"#, "{}", #"{"a":1}"#),
            ("{\"\u{E9}\":1}", "{\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
        ]
        for (base, override, result) in cases {
            #expect(try self.merged(base, override) == result, "\(override)")
        }
    }

    @Test func `R0-1, R0-2: unsafe names are dropped everywhere, in adopted parts and arrays too`() throws {
        let text = """
            {"__proto__":{"x":1},"a":{"constructor":1,"b":2},"new":{"deep":{"prototype":[],"kept":1}},\
            "list":[{"__proto__":1,"kept":2},[{"constructor":3}]],"\\u005f_proto__":4}
            """
        // The last name is the first one in another spelling: no two may be the same, so it is told apart first.
        #expect(throws: ConfigurationOverride.Fault.self) { try ConfigurationOverride(text) }
        let override = try ConfigurationOverride(text.replacing(#","\u005f_proto__":4"#, with: ""))
        #expect(
            override.dropped == [
                "__proto__", "a.constructor", "new.deep.prototype", "list[0].__proto__", "list[1][0].constructor",
            ]
        )
        #expect(try self.merged("{}", #"{"a":{"\u005f_proto__":1,"b":2}}"#) == #"{"a":{"b":2}}"#)
        let result = String(decoding: try WireEncoder().encode(override.applied(to: [:])), as: UTF8.self)
        #expect(result == #"{"a":{"b":2},"new":{"deep":{"kept":1}},"list":[{"kept":2},[{}]]}"#)
        #expect(override.names == ["a", "new", "list"])
    }

    @Test func `1.6: what is not an object is no override`() {
        for text in ["[]", "null", "1", #""text""#, "true"] {
            #expect(throws: ConfigurationOverride.Fault.notAnObject) { try ConfigurationOverride(text) }
        }
        for text in ["{", "", "{'a':1}", #"{"a":1,"a":2}"#, #"{"a":1e999}"#, "{}{}"] {
            #expect(throws: ConfigurationOverride.Fault.self, "\(text)") { try ConfigurationOverride(text) }
        }
    }

    @Test func `R0-2: an override has a limit of depth and one of size, and the limit itself is allowed`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        }
        #expect(try ConfigurationOverride(nested(32)).names == ["a"])
        #expect(throws: ConfigurationOverride.Fault.tooDeep(limit: 32)) { try ConfigurationOverride(nested(33)) }
        #expect(throws: ConfigurationOverride.Fault.self) { try ConfigurationOverride(nested(100_000 / 6)) }
        func sized(_ size: Int) -> String { #"{"a":""# + String(repeating: "x", count: size - 8) + #""}"# }
        #expect(sized(100).utf8.count == 100)
        #expect(try ConfigurationOverride(sized(65_536)).names == ["a"])
        #expect(throws: ConfigurationOverride.Fault.tooLong(limit: 65_536)) {
            try ConfigurationOverride(sized(65_537))
        }
    }
}
