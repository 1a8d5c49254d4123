// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

struct WireEncoderTests {
    private struct Everything: Encodable {
        struct Nested: Encodable {
            var list: [[Int]] = [[], [1, 2], []]
            var empty: [String: Int] = [:]
        }

        var z = 1
        var a: Int?
        var nested = Nested()
        var flag = true
        var real = 0.5
        var large = UInt64.max
        var text = "\u{0}\u{1f}\u{7f}/é😀\u{2028}"
    }

    @Test func `members stand in the order of declaration, and nil is left out`() throws {
        #expect(
            try json(Everything()) == #"{"z":1,"nested":{"list":[[],[1,2],[]],"empty":{}},"flag":true,"real":0.5,"#
                + "\"large\":18446744073709551615,\"text\":\"\\u0000\\u001f\u{7f}/é😀\u{2028}\"}"
        )
    }

    @Test func `scalars stand alone`() throws {
        #expect(try json("a\"b") == #""a\"b""#)
        #expect(try json(Int64.min) == "-9223372036854775808")
        #expect(try json(UserID(rawValue: 7)) == "7")
        #expect(try json([Optional("x"), nil]) == #"["x",null]"#)
        #expect(try json([true, false]) == "[true,false]")
        #expect(try json(Empty()) == "{}")
        #expect(try json(1e21) == "1e+21")
        #expect(try json([Float(0.1)]) == "[0.1]")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that JSON has not is refused`(number: Double) {
        #expect(throws: EncodingError.self) { try json([number]) }
    }

    @Test func `a value that encodes nothing is refused`() {
        struct Silent: Encodable {
            func encode(to encoder: any Encoder) {}
        }
        #expect(throws: EncodingError.self) { try json(["x": Silent()]) }
    }

    @Test func `two parts encoded into one object share it`() throws {
        struct Parts: Encodable {
            enum Key: String, CodingKey { case kind, inner }
            func encode(to encoder: any Encoder) throws {
                var fields = encoder.container(keyedBy: Key.self)
                try fields.encode("ping", forKey: .kind)
                try Ping(seq: 1, sent: 2).encode(to: encoder)
                var again = encoder.container(keyedBy: Key.self)
                try again.encode(["x"], forKey: .inner)
            }
        }
        #expect(try json([Parts()]) == #"[{"kind":"ping","seq":1,"sent":2,"inner":["x"]}]"#)
    }

    @Test func `nested containers close when their parent goes on`() throws {
        struct Nest: Encodable {
            func encode(to encoder: any Encoder) throws {
                var list = encoder.unkeyedContainer()
                var object = list.nestedContainer(keyedBy: AnyKey.self)
                try object.encode(1, forKey: AnyKey("a"))
                var inner = object.nestedUnkeyedContainer(forKey: AnyKey("b"))
                try inner.encode("x")
                try list.encode(2)
                try list.encodeNil()
                try 3.encode(to: list.superEncoder())
            }
        }
        #expect(try json(Nest()) == #"[{"a":1,"b":["x"]},2,null,3]"#)
    }

    @Test func `a text that ends in a bracket does not lose its comma`() throws {
        #expect(try json(["{", "[", "x"]) == #"["{","[","x"]"#)
        #expect(try json([RawJSON.emptyObject, RawJSON.emptyObject]) == "[{},{}]")
    }

    @Test func `a long text is whole`() throws {
        let text = String(repeating: "abc\n", count: 100_000)
        #expect(try value([String].self, json([text])) == [text])
    }
}
